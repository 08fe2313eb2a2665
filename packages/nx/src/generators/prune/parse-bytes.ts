import { BasewrightError } from '@basewright/core';

const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** Bytes of a size such as `5GB` or `1.5 GB`. Throws BAD_INPUT; `option` is named in it. */
export function parseBytes(option: string, text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?(B|kB|MB|GB|TB)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (factor !== undefined) return Number(number) * factor;
  throw new BasewrightError('BAD_INPUT', `cannot use --${option}=${text}: expected a number with a unit`, {
    hint: `--${option}=5GB; units are ${Object.keys(UNITS).join(', ')}`,
  });
}
