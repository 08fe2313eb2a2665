import { isReusable } from './reusable';

it.each([
  ['CONFIG_FEATURE_USE_BSS_TAIL=y', false],
  ['# CONFIG_FEATURE_USE_BSS_TAIL is not set', true],
  ['CONFIG_FEATURE_USE_BSS_TAIL_NOT=y', true],
  ['CONFIG_FEATURE_USE_BSS_TAIL=yes', true],
  ['# was CONFIG_FEATURE_USE_BSS_TAIL=y', true],
  ['', true],
])('%j: %s', (line, reusable) => {
  expect(isReusable(`CONFIG_A=y\n${line}\nCONFIG_B=y\n`)).toBe(reusable);
});
