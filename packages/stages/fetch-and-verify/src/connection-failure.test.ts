import { connectionFailure } from './connection-failure';

function failing(code: string): Error {
  return Object.assign(new Error(code), { code });
}

it.each([
  ['ENOTFOUND', 'the host name does not resolve', false, true],
  ['EAI_AGAIN', 'the host name does not resolve: no name server answers', false, true],
  ['ECONNREFUSED', 'the host refuses the connection', false, true],
  ['UND_ERR_CONNECT_TIMEOUT', 'the connection could not be made in time', false, true],
  ['ECONNRESET', 'the connection was reset', true, false],
  ['UND_ERR_SOCKET', 'the connection was closed before the end', true, false],
])('%s: %s (again: %s, whole host: %s)', (code, reason, retry, hostIsDead) => {
  expect(connectionFailure(failing(code))).toEqual({ reason, retry, hostIsDead });
  expect(connectionFailure(new TypeError('fetch failed', { cause: failing(code) })).reason).toBe(reason);
});

it('reads the attempts at each address of a host', () => {
  const both = new AggregateError([failing('ENETUNREACH'), failing('ECONNREFUSED')]);
  expect(connectionFailure(both).reason).toBe('there is no route to the network');
});

it('gives what it does not know in its own words', () => {
  const expired = new TypeError('fetch failed', { cause: new Error('certificate has expired') });
  expect(connectionFailure(expired)).toEqual({ reason: 'certificate has expired', retry: false, hostIsDead: false });
});
