import { writeFile } from 'node:fs/promises';

import { Header, type HeaderData, Pax } from 'tar';

/** One entry of a tar that nothing has checked. */
export interface TarEntry extends HeaderData {
  readonly path: string;
  readonly body?: string | Buffer;
}

/** Writes a tar of entries as they are, whatever they say, and gives it as a layer. */
export async function hostileLayer(file: string, entries: readonly TarEntry[]): Promise<{ readonly file: string }> {
  const blocks = entries.flatMap(({ body = '', ...entry }) => {
    const content = typeof body === 'string' ? Buffer.from(body) : body;
    const header = new Header({ mode: 0o644, uid: 0, gid: 0, size: content.length, mtime: new Date(0), ...entry });
    const isLong = header.encode();
    return [
      isLong ? new Pax(entry).encode() : Buffer.alloc(0),
      header.block ?? Buffer.alloc(0),
      content,
      Buffer.alloc((512 - (content.length % 512)) % 512),
    ];
  });
  await writeFile(file, Buffer.concat([...blocks, Buffer.alloc(1024)]));
  return { file };
}

/** An extended header with this text, whatever it says, for the entry after it. */
export const paxOf = (body: string | Buffer): TarEntry => ({ path: 'PaxHeader', type: 'ExtendedHeader', body });
export const fileOf = (path: string, body = 'evil'): TarEntry => ({ path, type: 'File', body });
export const directoryOf = (path: string): TarEntry => ({ path: `${path}/`, type: 'Directory', mode: 0o755 });
export const linkOf = (path: string, linkpath: string): TarEntry => ({ path, type: 'SymbolicLink', linkpath });
export const hardLinkOf = (path: string, linkpath: string): TarEntry => ({ path, type: 'Link', linkpath });
