import { registryFailure } from './registry-failure';

const at = (text: string): string =>
  `trying to reuse blob sha256:61694ce528ca4915 at destination: pinging container registry localhost:5000: ${text}`;

/** What skopeo 1.9.3 said. */
const SAID = {
  http: at('Get "https://localhost:5000/v2/": http: server gave HTTP response to HTTPS client'),
  certificate: at('Get "https://localhost:5000/v2/": x509: certificate signed by unknown authority'),
  login: 'checking whether a blob sha256:401 exists in localhost:5000/denied: unauthorized: authentication required',
  forbidden:
    'initiating layer upload to /v2/denied/blobs/uploads/ in localhost:5000: denied: requested access to the resource is denied',
  host: at('Get "https://localhost:5000/v2/": dial tcp: lookup nowhere.invalid on 192.0.2.1:53: no such host'),
  refused: at('Get "http://localhost:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused'),
  reset:
    'writing blob: Patch "http://localhost:5000/v2/x/blobs/uploads/1": write tcp 127.0.0.1:1->127.0.0.1:2: write: broken pipe',
  closed:
    'writing blob: Patch "http://localhost:5000/v2/x/blobs/uploads/1": readfrom tcp 127.0.0.1:1->127.0.0.1:2: write tcp 127.0.0.1:1->127.0.0.1:2: use of closed network connection',
  silent: 'pinging container registry localhost:5000: Get "http://localhost:5000/v2/": context deadline exceeded',
  server: 'writing blob: uploading layer chunked: received unexpected HTTP status: 500 Internal Server Error',
  busy: at('received unexpected HTTP status: 503 Service Unavailable'),
  missing: 'initiating layer upload to /v2/x/blobs/uploads/ in localhost:5000: name unknown: repository not found',
};

describe('registryFailure', () => {
  it.each([
    ['http', 'UNREACHABLE', false],
    ['certificate', 'UNREACHABLE', false],
    ['login', 'DENIED', false],
    ['forbidden', 'DENIED', false],
    ['host', 'UNREACHABLE', false],
    ['refused', 'UNREACHABLE', true],
    ['reset', 'UNREACHABLE', true],
    ['closed', 'UNREACHABLE', true],
    ['silent', 'UNREACHABLE', false],
    ['server', 'UNREACHABLE', true],
    ['busy', 'UNREACHABLE', true],
    ['missing', 'NOT_FOUND', false],
  ] as const)('%s: %s, tried again: %s', (what, code, retry) => {
    expect(registryFailure(SAID[what], 'localhost:5000/team/base', 'push')).toMatchObject({ code, retry });
  });

  it('is not led astray by the name of the repository', () => {
    const { code } = registryFailure(
      'reading localhost:5000/denied/unauthorized: name unknown',
      'localhost:5000/denied/unauthorized',
      'push',
    );
    expect(code).toBe('NOT_FOUND');
  });

  it('does not guess', () => {
    expect(registryFailure('manifest list: no idea', 'localhost:5000/base', 'push')).toMatchObject({
      code: 'TOOL_FAILED',
      retry: false,
    });
  });

  it('says of a pull what a puller can do', () => {
    const words = 'reading manifest sha256:1 in localhost:5000/base: manifest unknown: manifest unknown';
    expect(registryFailure(words, 'localhost:5000/base', 'pull')).toEqual({
      code: 'NOT_FOUND',
      cause: 'the registry has no such image',
      hint: 'check the name localhost:5000/base and the digest; what nobody tags any more may have been deleted',
      retry: false,
    });
  });
});
