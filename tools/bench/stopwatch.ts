/** Times things by name and gives the median of each, in seconds. */
export class Stopwatch {
  private readonly times = new Map<string, number[]>();

  /** Runs `action` and notes how long it took; says so on standard error. */
  async time(name: string, action: () => unknown): Promise<void> {
    const start = performance.now();
    await action();
    const seconds = (performance.now() - start) / 1000;
    this.times.set(name, [...(this.times.get(name) ?? []), seconds]);
    process.stderr.write(`${name}: ${seconds.toFixed(2)} s\n`);
  }

  /** Throws when nothing was timed by that name. */
  median(name: string): number {
    const sorted = [...(this.times.get(name) ?? [])].sort((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)];
    if (middle === undefined) throw new Error(`nothing was timed as ${name}`);
    return middle;
  }
}
