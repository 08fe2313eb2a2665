import { didYouMean } from '@basewright/core';

/** What the names that Debian's libraries have say about the one that was asked for. */
export type NameAnswer =
  | { readonly kind: 'exact'; readonly soname: string }
  /** Nothing is called that, but these begin so. */
  | { readonly kind: 'prefix'; readonly sonames: readonly string[] }
  | { readonly kind: 'several'; readonly sonames: readonly string[] }
  | { readonly kind: 'none' };

/** Looks a name up among file names: `m` is libm.so.6, `nss` begins libnss_dns.so.2 and libnss_files.so.2. */
export function lookUpName(name: string, files: readonly string[]): NameAnswer {
  const exact = withoutMinors(files.filter((file) => file.startsWith(`lib${name}.so.`)));
  if (exact.length === 1 && exact[0] !== undefined) return { kind: 'exact', soname: exact[0] };
  if (exact.length > 1) return { kind: 'several', sonames: exact };
  const longer = libraries(files).filter((file) => file.startsWith(`lib${name}`));
  return longer.length > 0 ? { kind: 'prefix', sonames: longer } : { kind: 'none' };
}

/** Like {@link lookUpName}, but a longer name has to go on with a new word: `nss` begins libnss_dns, not libnsspem. */
export function lookUpWord(name: string, files: readonly string[]): NameAnswer {
  const answer = lookUpName(name, files);
  if (answer.kind !== 'prefix') return answer;
  const sonames = answer.sonames.filter((file) => /^[\d_+-]/.test(file.slice(`lib${name}`.length)));
  return sonames.length > 0 ? { kind: 'prefix', sonames } : { kind: 'none' };
}

/** ` (did you mean "numa"?)` and up to a dozen libraries that hold the name, for the end of an error. */
export function nearNames(name: string, files: readonly string[]): string {
  const known = libraries(files);
  const near = didYouMean(name, [...new Set(known.map(nameOf))]);
  const holding = name.length < 3 ? [] : known.filter((file) => file.toLowerCase().includes(name.toLowerCase()));
  const listed = holding.slice(0, 12).join(', ');
  const more = holding.length > 12 ? ` and ${holding.length - 12} more` : '';
  return listed === '' ? near : `${near}; there is ${listed}${more}`;
}

/** The names programs load by: neither links for the linker nor minor versions. */
function libraries(files: readonly string[]): string[] {
  const versioned = withoutMinors(files.filter((file) => /^lib.*\.so\.\d/.test(file)));
  // Without a version after .so, a version before it tells a library from a link for the linker: libdb-5.3.so.
  const inName = files.filter(
    (file) => /^lib.*-\d[\w.]*\.so$/.test(file) && !versioned.some((other) => other.startsWith(`${file}.`)),
  );
  return [...versioned, ...inName].sort();
}

/** Leaves out names that only add a minor version to another: libz.so.1.3.1 beside libz.so.1. */
export function withoutMinors(files: readonly string[]): string[] {
  const all = new Set(files);
  const shorter = (file: string): boolean => {
    for (let dot = file.lastIndexOf('.'); dot > 0; dot = file.lastIndexOf('.', dot - 1))
      if (all.has(file.slice(0, dot)) && /\.so\.\d/.test(file.slice(0, dot))) return true;
    return false;
  };
  return [...all].filter((file) => !shorter(file));
}

function nameOf(file: string): string {
  return file.replace(/^lib/, '').replace(/\.so.*$/, '');
}
