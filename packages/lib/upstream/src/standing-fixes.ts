/** By release, and by what is fixed: vulnerabilities whose fixes that one changes. */
const STANDS_ON: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // Debian's fix brings the protection, and cleans names in the lines that those of hard links change.
  '1.37.0': {
    'CVE-2026-26157': ['CVE-2023-39810'],
    'CVE-2026-26158': ['CVE-2023-39810'],
    'CVE-2026-124744': ['CVE-2023-39810'],
  },
};

/** What the fixes of a BusyBox release stand on, as `standsOn` of a Release has it. */
export function fixesStandOn(version: string): Readonly<Record<string, readonly string[]>> {
  return STANDS_ON[version] ?? {};
}
