import { accessOptions, isThisMachine } from '../registry/registry-access';
import { skopeo } from '../registry/skopeo';

/**
 * Copies an image of a registry, all its platforms, into an OCI layout (`directory` is absolute, and is made). `reference` is
 * `HOST/NAME`, with `:TAG` or `@sha256:…` or neither. A manifest of docker's becomes one of OCI. Throws as skopeo does.
 */
export async function copyToLayout(reference: string, directory: string): Promise<void> {
  const repository = reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const access = accessOptions({ repository, insecure: isThisMachine(repository), certDir: null }, 'src');
  const args = ['copy', '--all', ...access, `docker://${reference}`, `oci:${directory}`];
  await skopeo({ way: 'pull', what: 'the image', repository, cwd: '/', args });
}
