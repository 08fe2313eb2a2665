import { type DerivedSpec, type ImageSpec } from '@basewright/image';

/**
 * The environment of a container as the stages take it: `image.path` is a PATH around `$PATH`, which stands for the value
 * that it has otherwise.
 */
export function containerEnvironment({
  env,
  path,
}: Pick<(ImageSpec | DerivedSpec)['image'], 'env' | 'path'>): Readonly<Record<string, string>> {
  const { prepend = [], append = [] } = path ?? {};
  return prepend.length + append.length === 0 ? env : { ...env, PATH: [...prepend, '$PATH', ...append].join(':') };
}
