import { type ImageSpec } from '../src/image-file/image-schema';
import { isDerived, parseImageFile } from '../src/image-file/parse-image-file';

/** What is written in an image.json of an image that is built from source. */
export function builtImage(written: Readonly<Record<string, unknown>>): ImageSpec {
  const image = parseImageFile('images/tiny/image.json', JSON.stringify(written));
  if (isDerived(image)) throw new Error('the image is made on another');
  return image;
}
