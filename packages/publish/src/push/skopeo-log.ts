/** The words at the end of PutBlob in containers/image's docker_image_dest.go, for years; only --debug shows them. */
const UPLOADED = /Upload of layer (sha256:[0-9a-f]{64}) complete/g;
const IMAGE = /^Copying image (sha256:[0-9a-f]{64})/;
const FATAL = /level=fatal msg=("(?:[^"\\]|\\.)*")/;

/** The blobs that a copy sent, as digests: neither those that were there nor those whose upload broke off. */
export function uploadedBlobs(log: string): string[] {
  return [...log.matchAll(UPLOADED)].map(([, digest = '']) => digest);
}

/** The manifest a line of skopeo says it begins with. */
export function imageBegun(line: string): string | undefined {
  return IMAGE.exec(line)?.[1];
}

/** Why skopeo gave up, without the queries of URLs: they carry the tokens of uploads. Empty when it does not say. */
export function lastWords(log: string): string {
  const quoted = log.split('\n').findLast((line) => FATAL.test(line));
  const text = quoted === undefined ? '' : unquoted(FATAL.exec(quoted)?.[1] ?? '""');
  return text.replace(/\?[^\s"]+/g, '?…');
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
