import { localeFor } from './upstream-suite';

it.each([
  ['CONFIG_UNICODE_SUPPORT=y\nCONFIG_FEATURE_CHECK_UNICODE_IN_ENV=y\n', 'C.UTF-8'],
  ['CONFIG_UNICODE_SUPPORT=y\n# CONFIG_FEATURE_CHECK_UNICODE_IN_ENV is not set\n', 'C'],
])('runs the suite of %j in the locale %s', (config, locale) => {
  expect(localeFor(config)).toBe(locale);
});
