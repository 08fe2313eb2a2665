import { type BlobSource } from '@basewright/oci';

interface Started {
  readonly config?: { readonly Entrypoint?: readonly string[]; readonly Cmd?: readonly string[] };
}

/** What an image starts, as its planned config says it, in words for a shell; empty where it says nothing. */
export function startCommand({ content }: BlobSource): string {
  if (!(content instanceof Uint8Array)) return '';
  const { config = {} } = JSON.parse(Buffer.from(content).toString()) as Started;
  return [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
