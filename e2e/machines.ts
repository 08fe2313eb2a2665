import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** A machine of a network that is cut off from everything else. */
export interface Machine {
  /** Its address in that network. */
  readonly address: string;
  /** The program that runs another one on this machine. */
  readonly through: readonly string[];
}

/** Machines that see one another and nothing else: network namespaces, made without root. */
export interface Network {
  /** Adds a machine: 10.77.0.1 is the first. */
  add(): Promise<Machine>;
  remove(): void;
}

/** Makes a network without machines: a bridge in a namespace of its own. */
export async function makeNetwork(): Promise<Network> {
  const holders: ChildProcess[] = [];
  const hold = async (command: readonly string[]): Promise<number> => {
    const [program, ...args] = [...command, 'sh', '-c', 'echo ready; exec sleep infinity'];
    const holder = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    holders.push(holder);
    await once(holder.stdout, 'data');
    return holder.pid ?? 0;
  };
  const inside = (pid: number): string[] => ['nsenter', `--target=${pid}`, '--user', '--net', '--preserve-credentials'];
  const run = ([program = '', ...args]: readonly string[]): void => {
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  };
  const hub = await hold(['unshare', '--user', '--map-root-user', '--net']);
  const inHub = inside(hub);
  run([...inHub, 'ip', 'link', 'add', 'bridge', 'type', 'bridge']);
  run([...inHub, 'ip', 'link', 'set', 'bridge', 'up']);
  let count = 0;
  return {
    add: async () => {
      count += 1;
      const pid = await hold([...inHub, 'unshare', '--net']);
      const [address, port] = [`10.77.0.${count}`, `port${count}`];
      const through = inside(pid);
      run([...inHub, 'ip', 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)]);
      run([...inHub, 'ip', 'link', 'set', port, 'master', 'bridge', 'up']);
      run([...through, 'ip', 'link', 'set', 'lo', 'up']);
      run([...through, 'ip', 'address', 'add', `${address}/24`, 'dev', 'eth0']);
      run([...through, 'ip', 'link', 'set', 'eth0', 'up']);
      return { address, through };
    },
    remove: () => {
      for (const holder of holders) holder.kill('SIGKILL');
    },
  };
}
