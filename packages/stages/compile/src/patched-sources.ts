import {
  type BuildTarget,
  type FetchAndVerifyOutput,
  patchesFor,
  type ReadStage,
  tarballOf,
} from '@basewright/contracts';
import { type Store } from '@basewright/core';
import { type SourceTree, sourceTree } from '@basewright/sandbox';

/** BusyBox's sources with the patches for a build, in the store. Throws PATCH_FAILED when one does not apply. */
export async function patchedSources(
  store: Store,
  root: string,
  fetched: ReadStage<FetchAndVerifyOutput>,
  target: BuildTarget,
): Promise<SourceTree> {
  const { name, version, file } = tarballOf(fetched.body, 'busybox');
  const patches = patchesFor(fetched.body, 'busybox', target);
  return sourceTree(store, {
    root,
    name,
    version,
    sha256: file.sha256,
    tarball: await fetched.file(file),
    patches: await Promise.all(
      patches.map(async (one) => ({ path: await fetched.file(one.file), sha256: one.file.sha256 })),
    ),
  });
}
