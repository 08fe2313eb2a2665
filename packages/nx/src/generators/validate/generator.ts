import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { BasewrightError, log, withTemporaryDirectory } from '@basewright/core';
import { copyToLayout, describeProblem, validateLayout } from '@basewright/oci';
import { type Tree } from '@nx/devkit';

import { asGenerator } from '../as-generator';

/** Options of the generator `validate`. */
export interface ValidateGeneratorOptions {
  /** An OCI image layout, relative to the directory the user is in or the workspace; or what docker pull takes. */
  readonly image: string;
}

/**
 * Nx generator `@basewright/nx:validate`: computes every digest, size and diffID of an image anew, and holds its documents
 * against the specification. Throws CHECK_FAILED with all that is wrong, NOT_FOUND for what is neither directory nor image.
 */
export async function validateGenerator(tree: Pick<Tree, 'root'>, { image }: ValidateGeneratorOptions): Promise<void> {
  const layout = [process.cwd(), tree.root].map((from) => resolve(from, image)).find(isDirectoryOfLayout);
  if (layout !== undefined) {
    await validate(image, layout);
    return;
  }
  if (/^[./]|:\/\/|\s/.test(image) || existsSync(resolve(tree.root, image))) {
    throw new BasewrightError('NOT_FOUND', `cannot validate ${image}: there is no OCI image layout`, {
      hint: 'a layout has a file oci-layout; publish leaves one in dist/images/NAME/publish/oci',
    });
  }
  await withTemporaryDirectory('validate', async (scratch) => {
    const copy = join(scratch, 'oci');
    await copyToLayout(image, copy);
    await validate(image, copy);
  });
}

function isDirectoryOfLayout(path: string): boolean {
  return existsSync(join(path, 'oci-layout'));
}

async function validate(image: string, layout: string): Promise<void> {
  const problems = await validateLayout(layout);
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  ${describeProblem(problem)}`);
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    throw new BasewrightError('CHECK_FAILED', `cannot call ${image} valid: ${count}\n${lines.join('\n')}`);
  }
  log.info(`${image}: every digest, size and diffID is what the documents say`);
}

export default asGenerator(validateGenerator);
