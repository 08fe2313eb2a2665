import { join } from 'node:path';

import { exec, platformOf, withTemporaryDirectory } from '@basewright/core';
import { bothLocks, PACKAGE_SETS_LOCK } from '@basewright/testing';
import { readFileSync } from 'node:fs';

import { TRIED_ON, TRIED_SETS, TRUSTING_SETS, type TriedSet } from '../../tools/lock-tests/package-sets';
import { Workspace } from '../workspace';

const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
});

/** Nobody pins the packages of a distroless image again: it is made on the image that has them. */
const DISTROLESS = TRIED_SETS.filter(({ distroless }) => distroless === true);
const distrolessName = ({ name }: TriedSet): string => `${name}-distroless`;

beforeAll(async () => {
  workspace.write('basewright.lock.json', await bothLocks(PACKAGE_SETS_LOCK));
  workspace.buildFor('busybox-glibc', ...TRIED_ON);
  for (const { name, packages, command } of TRIED_SETS) {
    write(name, { from: 'busybox-glibc', packages, image: { cmd: command } });
  }
  for (const one of DISTROLESS) {
    write(distrolessName(one), { from: one.name, distroless: true, image: { cmd: one.command } });
  }
  const authority = await madeAuthority();
  for (const { name, packages } of TRUSTING_SETS) {
    const files = ['server.pem', 'Get.java'].map((file) => ({ source: `./${file}`, path: `/srv/${file}` }));
    write(name, { from: 'busybox-glibc', packages, certificates: ['./ca.pem'], rootfs: { files } });
    workspace.write(`images/${name}/ca.pem`, authority.ca);
    workspace.write(`images/${name}/server.pem`, authority.server);
    workspace.write(`images/${name}/Get.java`, GET);
  }
});

function write(name: string, image: object): void {
  workspace.write(`images/${name}/image.json`, JSON.stringify({ platforms: TRIED_ON, ...image }));
}

/** What a command prints in an image, which is made first. */
function printed(
  platform: string,
  image: string,
  { command, flags = [] }: Pick<TriedSet, 'command' | 'flags'>,
): string {
  const built = workspace.nx(['run', `${image}:layout--${platformOf(platform).name}`]);
  if (built.exitCode !== 0) throw new Error(built.output);
  expect(built.output).not.toMatch(/not as locked|not in the lock file/);
  const { exitCode, stdout, stderr } = workspace.basewright([
    'run',
    `--platform=${platform}`,
    ...flags,
    image,
    '--',
    ...command,
  ]);
  // What the command itself says follows what is said of the run.
  const said = `${stdout}${stderr.replace(/^note: .*\n/gm, '')}`;
  if (exitCode !== 0) throw new Error(`${image} on ${platform}: exit status ${String(exitCode)}\n${stderr}${stdout}`);
  return said;
}

describe.each(TRIED_ON)('on %s', (platform) => {
  it.each(TRIED_SETS.map((one) => [one.packages.join(' '), one] as const))('%s', (_packages, one) => {
    expect(printed(platform, one.name, one)).toMatch(one.prints);
  });

  it.each(DISTROLESS.map((one) => [one.packages.join(' '), one] as const))('%s, distroless', (_packages, one) => {
    expect(printed(platform, distrolessName(one), one)).toMatch(one.prints);
  });

  it("adds a company's authority by field, and keeps it when certificates are made anew", () => {
    // BusyBox's sed ends each certificate with an empty line.
    const script = [
      ...['f=/etc/ssl/certs/ca-certificates.crt', 'grep -c BEGIN $f', 'cp $f /tmp/before'],
      ...[
        'update-ca-certificates >/dev/null 2>&1',
        'grep -c BEGIN $f',
        "grep -v '^$' $f | cmp - /tmp/before && echo same",
      ],
      'openssl verify -CApath /etc/ssl/certs /srv/server.pem',
    ];
    expect(printed(platform, 'openssl', { command: ['sh', '-ec', script.join('\n')] })).toBe(
      '149\n149\nsame\n/srv/server.pem: OK\n',
    );
  });

  it("has Java trust a server by a company's authority", () => {
    const script = [
      'openssl s_server -accept 8443 -www -quiet -cert /srv/server.pem -key /srv/server.pem >/dev/null 2>&1 &',
      ...['sleep 1', 'java /srv/Get.java https://localhost:8443/'],
    ];
    expect(printed(platform, 'java-tls', { command: ['sh', '-ec', script.join('\n')] })).toBe('200 TLSv1.3\n');
  });
});

/** A program in one file, as `java` runs it. */
const GET = `import java.net.URI;
import java.net.http.*;
class Get {
    public static void main(String[] args) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(args[0])).build();
        var got = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        System.out.println(got.statusCode() + " " + got.sslSession().get().getProtocol());
    }
}
`;

/** An authority as a company has it, and a certificate of a server for localhost, with its key. */
function madeAuthority(): Promise<{ readonly ca: string; readonly server: string }> {
  return withTemporaryDirectory('authority', async (directory) => {
    const at = (name: string): string => join(directory, name);
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'];
    const authority = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/O=Example/CN=Company CA'];
    await exec('openssl', [...made, ...authority]);
    const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-subj', '/CN=localhost'];
    const names = ['-addext', 'subjectAltName=DNS:localhost', '-addext', 'basicConstraints=critical,CA:FALSE'];
    await exec('openssl', [...made, '-keyout', at('leaf.key'), '-out', at('leaf.pem'), ...signed, ...names]);
    const text = (name: string): string => readFileSync(at(name), 'utf8');
    return { ca: text('ca.pem'), server: `${text('leaf.pem')}${text('leaf.key')}` };
  });
}
