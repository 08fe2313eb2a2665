// Control characters would forge lines of the listing; U+FFFD stands for bytes of a name that are not UTF-8.
const UNPRINTABLE = /[\p{Cc}\ufffd]/u;

/** Tells the caller of one mistake in what the author wrote; planning goes on so that all are found. */
export type Report = (problem: string) => void;

/** Why a text is no path in an image, or undefined when it is one. A final slash is allowed. */
export function pathProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return 'it does not start with "/"';
  if (path.includes('\0')) return 'it holds a NUL character';
  if (UNPRINTABLE.test(path)) return 'it holds a control character or bytes that are not UTF-8';
  const names = withoutFinalSlash(path).split('/').slice(1);
  if (names.includes('..')) return 'it holds ".."';
  if (path !== '/' && names.some((name) => name === '' || name === '.')) return 'it holds an empty name or "."';
  return undefined;
}

/** What is wrong with the target of a symbolic link, as the end of a sentence: readlink(2) could not give it back as it is. */
export function targetProblem(target: string): string | undefined {
  if (target !== '' && !UNPRINTABLE.test(target)) return undefined;
  return `${JSON.stringify(target)} is not the target of a link`;
}

/** Reports what {@link targetProblem} says. */
export function checkTarget(target: string, origin: string, report: Report): void {
  const problem = targetProblem(target);
  if (problem !== undefined) report(`${origin}: ${problem}`);
}

/** An image path in its one spelling, without final slash; reports and gives null when it is none. */
export function imagePath(path: string, origin: string, report: Report): string | null {
  const problem = pathProblem(path);
  if (problem === undefined) return withoutFinalSlash(path);
  report(`${origin}: ${JSON.stringify(path)} is not a path in the image: ${problem}`);
  return null;
}

function withoutFinalSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** The directories above a path, nearest last: `/a/b/c` gives `/`, `/a`, `/a/b`. */
export function parentsOf(path: string): string[] {
  if (path === '/') return [];
  const parents = ['/'];
  for (let at = path.indexOf('/', 1); at !== -1; at = path.indexOf('/', at + 1)) parents.push(path.slice(0, at));
  return parents;
}

/** Plain code-unit order, the same in every locale; puts each directory before what is in it. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
