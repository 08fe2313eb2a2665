import { layerBytes } from './layer-bytes';

/**
 * Whether a layer, plain or through gzip, is the end of a tar and nothing else, as docker makes of an instruction that
 * changes no file: at least two blocks of zeros.
 */
export async function isEmptyLayer(file: string): Promise<boolean> {
  const bytes = await layerBytes(file);
  let length = 0;
  try {
    for await (const chunk of bytes) {
      if ((chunk as Buffer).some((byte) => byte !== 0)) return false;
      length += (chunk as Buffer).length;
    }
  } catch {
    return false;
  } finally {
    bytes.destroy();
  }
  return length >= 1024;
}
