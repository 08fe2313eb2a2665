import { redirectTarget } from './redirect';

it.each([
  ['https://a/x', 302, '/y', 'https://a/y'],
  ['https://a/x', 301, 'https://b/z', 'https://b/z'],
  ['http://a/x', 307, 'http://b/z', 'http://b/z'],
  ['http://a/x', 308, 'https://b/z', 'https://b/z'],
])('follows %s, %i to %s', (from, status, location, expected) => {
  expect(redirectTarget(new URL(from), status, location)?.href).toBe(expected);
});

it('follows nothing else', () => {
  expect(redirectTarget(new URL('https://a/'), 200, '/y')).toBeNull();
  expect(redirectTarget(new URL('https://a/'), 304, '/y')).toBeNull();
});

it.each([
  ['https://a/x', 'http://a/x', 'the host redirects from https: to http://a'],
  ['http://a/x', 'file:///etc/shadow', 'the host redirects from http: to file://'],
  ['https://a/x', undefined, 'the host redirects to nowhere (status 302)'],
])('refuses %s to %s', (from, location, message) => {
  expect(() => redirectTarget(new URL(from), 302, location)).toThrow(message);
});
