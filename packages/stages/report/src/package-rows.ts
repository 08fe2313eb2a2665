import { type ImagePackage } from '@basewright/contracts';

/** A row for each package: name, version, licences. */
export function packageRows(packages: readonly ImagePackage[]): string[][] {
  return packages.map(({ name, version, licences }) => [
    ...[name, version, licences?.join(', ') ?? 'licence: see its copyright file'],
  ]);
}
