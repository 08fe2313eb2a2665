const ERROR = /^(?:\S+: )?(?:.*?: )?(?:fatal )?error: (.*)$/;
const UNDEFINED = /undefined reference to [`']([^']+)'/;
const MISSING = /cannot find (-l[A-Za-z0-9_+.-]+)/;

/** The first error in what a compiler or linker said, without the place; null where there is none. */
export function firstError(said: string): string | null {
  for (const line of said.split('\n')) {
    const [, message] = ERROR.exec(line) ?? [];
    if (message !== undefined && !message.startsWith('ld returned')) return message.replace(/\[-W[^\]]*\]$/, '').trim();
    const [, name] = UNDEFINED.exec(line) ?? [];
    if (name !== undefined) return `undefined reference to '${name}'`;
    const [, library] = MISSING.exec(line) ?? [];
    if (library !== undefined) return `cannot find ${library}`;
  }
  return null;
}
