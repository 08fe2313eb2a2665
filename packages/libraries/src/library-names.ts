import { BasewrightError, didYouMean } from '@basewright/core';

/**
 * The SONAMEs among file names that `name` stands for: `m` for libm.so.6; where none is called exactly that, those of
 * `base` that continue it with a new word: `nss` for libnss_dns.so.2 and libnss_files.so.2.
 */
export function sonamesNamed(name: string, files: readonly string[], base: readonly string[]): string[] {
  const exact = shortest(files.filter((file) => file.startsWith(`lib${name}.so.`)));
  if (exact.length > 0) return exact;
  return shortest(
    base.filter((file) => /^[_+-].*\.so\.\d/.test(file.slice(`lib${name}`.length)) && file.startsWith(`lib${name}`)),
  );
}

/**
 * The one SONAME that `name` stands for among all files of a suite. Throws BAD_INPUT when it is several, NOT_FOUND
 * when it is none; both name what can be written instead.
 */
export function chooseByName(name: string, files: readonly string[]): string[] {
  const exact = sonamesNamed(name, files, []);
  if (exact.length === 1) return exact;
  if (exact.length > 1) {
    throw new BasewrightError('BAD_INPUT', `cannot add library "${name}": several have that name`, {
      hint: `write the one you mean: ${exact.join(', ')}`,
    });
  }
  const longer = shortest(files.filter((file) => file.startsWith(`lib${name}`) && /\.so\.\d/.test(file)));
  const names = [...new Set(files.map(nameOf))];
  throw new BasewrightError(
    'NOT_FOUND',
    `cannot add library "${name}": no Debian package has lib${name}.so.*${didYouMean(name, names)}`,
    longer.length === 0 ? {} : { hint: `libraries that begin so: ${longer.slice(0, 12).join(', ')}` },
  );
}

/** Leaves out names that only add a minor version to another: libz.so.1.3.1 beside libz.so.1. */
function shortest(files: readonly string[]): string[] {
  return files.filter((file) => !files.some((other) => file !== other && file.startsWith(`${other}.`)));
}

function nameOf(file: string): string {
  return file.replace(/^lib/, '').replace(/\.so.*$/, '');
}
