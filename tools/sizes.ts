import { readSizes } from './sizes/read-sizes';
import { formatSizes, sizeProblems } from './sizes/size-table';

/**
 * `npm run sizes`: prints the compressed layer of every image of this repository beside that of the official image,
 * and ends with 1 when one is larger, has fewer applets or is not built.
 */
async function main(): Promise<void> {
  const rows = await readSizes(process.cwd());
  const problems = sizeProblems(rows);
  process.stdout.write(formatSizes(rows));
  process.stderr.write(problems.map((problem) => `error: ${problem}\n`).join(''));
  if (rows.some(({ built }) => built === null)) {
    process.stderr.write('hint: build what is missing with `npx nx run-many -t rootfs-assemble`\n');
  }
  if (problems.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
