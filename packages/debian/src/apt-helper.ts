/** Part of apt, and the reader of whatever compression Debian packs its indexes and archives in: `apt-helper cat-file`. */
export const APT_HELPER = '/usr/lib/apt/apt-helper';
