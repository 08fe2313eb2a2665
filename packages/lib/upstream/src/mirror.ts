/** One place a file may come from. */
export type Mirror =
  | { readonly kind: 'http'; readonly text: string; readonly url: URL }
  | { readonly kind: 'file'; readonly text: string; readonly path: string }
  | { readonly kind: 'bundled'; readonly text: string; readonly name: string }
  | { readonly kind: 'apt-source'; readonly text: string; readonly source: string; readonly file: string }
  | { readonly kind: 'apt-packaging'; readonly text: string; readonly source: string; readonly path: string }
  | { readonly kind: 'apt-binary'; readonly text: string; readonly package: string; readonly path: string };

/** The forms of a mirror, for whoever wrote one that is none. */
export const MIRROR_FORMS =
  'https://host/file, file:path, bundled:name, apt-source:source-package/file, apt-source:source-package/debian/path, apt-binary:package/path/in/it';

/** Reads a mirror as it is written in options; undefined when it has none of the {@link MIRROR_FORMS}. */
export function parseMirror(text: string): Mirror | undefined {
  const [, scheme, rest] = /^([a-z-]+):(.+)$/s.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) return undefined;
  return READERS.get(scheme)?.(text, rest);
}

/** Whether a mirror is on this machine: a file of the workspace, or one shipped in these packages. */
export function isLocal(text: string): boolean {
  return /^(file|bundled):/.test(text);
}

type Reader = (text: string, rest: string) => Mirror | undefined;

const READERS = new Map<string, Reader>([
  ['http', readUrl],
  ['https', readUrl],
  ['file', (text, rest) => ({ kind: 'file', text, path: rest.replace(/^\/\/(?=\/)/, '') })],
  ['bundled', (text, rest) => ({ kind: 'bundled', text, name: rest })],
  ['apt-source', readSourcePackage],
  ['apt-binary', readBinaryPackage],
]);

function readSourcePackage(text: string, rest: string): Mirror | undefined {
  const [, source, path] = /^([a-z0-9][a-z0-9+.-]*)\/(debian\/.+|[^/]+)$/.exec(rest) ?? [];
  if (source === undefined || path === undefined) return undefined;
  return path.includes('/')
    ? { kind: 'apt-packaging', text, source, path }
    : { kind: 'apt-source', text, source, file: path };
}

function readBinaryPackage(text: string, rest: string): Mirror | undefined {
  const [, name, path] = /^([a-z0-9][a-z0-9+.-]*(?::[a-z0-9-]+)?)\/(.+)$/.exec(rest) ?? [];
  if (name === undefined || path === undefined || path.split('/').includes('..')) return undefined;
  return { kind: 'apt-binary', text, package: name, path };
}

function readUrl(text: string): Mirror | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.hostname === '' ? undefined : { kind: 'http', text: withoutPassword(url), url };
}

function withoutPassword(url: URL): string {
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '***';
  return shown.href;
}
