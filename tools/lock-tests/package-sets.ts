import { imageSet, type PinnedSet } from '@basewright/debian';
import { platformOf } from '@basewright/core';

/** Packages that people put into images, and how it is seen that they work there. */
export interface TriedSet {
  /** Name of the image. */
  readonly name: string;
  readonly packages: readonly string[];
  /** Options of `basewright run`. */
  readonly flags?: readonly string[];
  readonly command: readonly [string, ...string[]];
  /** What it prints, its standard error included. */
  readonly prints: RegExp;
  /** It works in an image without a shell, too. */
  readonly distroless?: true;
}

/** Where the sets are tried: on this machine, and in an emulator. */
export const TRIED_ON = ['linux/amd64', 'linux/arm64'] as const;

const sh = (script: string): TriedSet['command'] => ['sh', '-c', script];
const GIT = 'git init -q x && cd x && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m first';
// An emulator looks to it like a kernel with a bug.
const REDIS =
  'redis-server --port 0 --unixsocket /tmp/s --dir /var/lib/redis --daemonize yes --ignore-warnings ARM64-COW-BUG >/dev/null';
const ANSWER = 'until redis-cli -s /tmp/s ping 2>/dev/null; do sleep 1; done; redis-cli -s /tmp/s save';
const PATTERN = ['-f', 'lavfi', '-i', 'testsrc=duration=1:size=64x64:rate=5', '-f', 'framecrc', '-'];

/** Sets by kind: languages, tools, servers, what a system has. */
export const TRIED_SETS: readonly TriedSet[] = [
  {
    name: 'nodejs',
    packages: ['nodejs'],
    command: ['node', '-p', '[1, 2].map((one) => one * 2).join()'],
    prints: /^2,4\n$/,
    distroless: true,
  },
  {
    name: 'python',
    packages: ['python3-numpy'],
    command: ['python3', '-c', 'import curses, numpy; curses.setupterm("xterm"); print(numpy.dot([1, 2], [3, 4]))'],
    prints: /^11\n$/,
    distroless: true,
  },
  {
    name: 'perl',
    packages: ['perl'],
    command: ['perl', '-e', 'use POSIX; print setlocale(LC_ALL, "C.UTF-8"), "\\n"'],
    prints: /^C\.UTF-8\n$/,
    distroless: true,
  },
  {
    name: 'ruby',
    packages: ['ruby'],
    command: ['ruby', '-rjson', '-e', 'puts [(1..4).sum].to_json'],
    prints: /^\[10\]\n$/,
    distroless: true,
  },
  {
    name: 'php',
    packages: ['php-cli'],
    command: ['php', '-r', 'echo json_encode([1, ctype_digit("1"), PHP_OS]), "\\n";'],
    prints: /^\[1,true,"Linux"\]\n$/,
    distroless: true,
  },
  {
    name: 'java',
    packages: ['openjdk-21-jre-headless'],
    command: ['java', '-version'],
    prints: /^openjdk version "21\./,
    distroless: true,
  },
  {
    name: 'ffmpeg',
    packages: ['ffmpeg'],
    command: ['ffmpeg', '-hide_banner', '-loglevel', 'error', ...PATTERN],
    prints: /^(#.*\n)+(0, +\d, +\d, +1, +12288, 0x[0-9a-f]{8}\n){5}$/,
    distroless: true,
  },
  {
    name: 'imagemagick',
    packages: ['imagemagick'],
    command: ['convert', '-size', '2x1', 'xc:red', 'txt:-'],
    prints: /1,0: .*#FFFF00000000 {2}red\n$/,
    distroless: true,
  },
  { name: 'git', packages: ['git'], command: sh(`cd /tmp; ${GIT} && git log --format=%s`), prints: /^first\n$/ },
  {
    name: 'ssh',
    packages: ['openssh-client'],
    command: ['ssh', '-G', 'example.org'],
    prints: /^hostname example\.org\n/m,
    distroless: true,
  },
  {
    name: 'sshd',
    packages: ['openssh-server'],
    command: sh('ssh-keygen -A >/dev/null; /usr/sbin/sshd -t && id -un sshd'),
    prints: /^sshd\n$/,
  },
  {
    name: 'psql',
    packages: ['postgresql-client'],
    command: ['psql', '--version'],
    prints: /^psql \(PostgreSQL\) 17\./,
  },
  {
    name: 'redis',
    packages: ['redis-server'],
    command: sh(`su redis -s /bin/sh -c '${REDIS}; ${ANSWER}'; ls -l /var/lib/redis`),
    prints: /^PONG\nOK\n(.*\n)*.* redis +redis .* dump\.rdb\n$/,
  },
  {
    name: 'sqlite',
    packages: ['sqlite3'],
    command: ['sqlite3', ':memory:', 'select 1 + 1'],
    prints: /^2\n$/,
    distroless: true,
  },
  {
    name: 'krb5',
    packages: ['krb5-user'],
    command: sh('klist -V; kinit -V a@B 2>&1 || true'),
    prints: /^Kerberos 5 version 1\.21\..*kinit: Cannot find KDC/s,
  },
  {
    name: 'ldap',
    packages: ['ldap-utils'],
    command: ['ldapsearch', '-VV'],
    prints: /ldapsearch: @\(#\) /,
    distroless: true,
  },
  { name: 'tini', packages: ['tini'], command: ['tini', '-s', '--', 'echo', 'hi'], prints: /^hi\n$/ },
  { name: 'dumb-init', packages: ['dumb-init'], command: ['dumb-init', 'echo', 'hi'], prints: /^hi\n$/ },
  { name: 'sudo', packages: ['sudo'], command: ['sudo', '-n', 'id', '-u'], prints: /^0\n$/ },
  { name: 'vim', packages: ['vim-tiny'], command: sh('vi --version | head -1'), prints: /^VIM - Vi IMproved 9\.1 / },
  {
    name: 'gawk',
    packages: ['gawk'],
    command: ['awk', 'BEGIN { print PROCINFO["version"] }'],
    prints: /^5\.2\.1\n$/,
    distroless: true,
  },
  { name: 'netcat', packages: ['netcat-openbsd'], command: sh('nc -h 2>&1 | head -1'), prints: /^OpenBSD netcat / },
  { name: 'iproute', packages: ['iproute2'], command: sh('ip -V; /sbin/ip -V'), prints: /^(ip utility, .*\n){2}$/ },
  { name: 'tzdata', packages: ['tzdata'], command: sh('TZ=Europe/Berlin date -d @0 +%H'), prints: /^01\n$/ },
  {
    name: 'locales',
    packages: ['locales-all', 'perl'],
    command: ['perl', '-e', 'use POSIX; use locale; setlocale(LC_ALL, "de_DE.UTF-8"); print 1.5, "\\n"'],
    prints: /^1,5\n$/,
  },
  {
    name: 'nginx',
    packages: ['nginx'],
    // Port 80 of this machine is for root alone; of a network of its own it is the container's.
    flags: ['--network=none'],
    command: ['nginx', '-t'],
    prints: /test is successful\n$/,
    distroless: true,
  },
  {
    name: 'haproxy',
    packages: ['haproxy'],
    command: ['haproxy', '-v'],
    prints: /^HAProxy version 3\./,
    distroless: true,
  },
  {
    name: 'curl',
    packages: ['curl'],
    command: ['curl', '--silent', 'file:///etc/debian_version'],
    prints: /^13\.\d+\n$/,
    distroless: true,
  },
  { name: 'jq', packages: ['jq'], command: ['jq', '-n', '1 + 1'], prints: /^2\n$/, distroless: true },
  { name: 'bash', packages: ['bash'], command: ['/bin/bash', '-c', 'echo $BASH_VERSION'], prints: /^5\.2\./ },
  {
    name: 'procps',
    packages: ['procps', 'tar'],
    command: sh('/bin/ps --version; /bin/tar --version | head -1'),
    prints: /^ps from procps-ng .*\ntar \(GNU tar\) /,
  },
  {
    name: 'memcached',
    packages: ['memcached'],
    command: sh('id -un memcache; memcached -V'),
    prints: /^memcache\nmemcached 1\.6\./,
  },
  {
    name: 'gsettings',
    packages: ['libglib2.0-bin', 'gsettings-desktop-schemas'],
    command: ['gsettings', 'range', 'org.gnome.desktop.interface', 'color-scheme'],
    prints: /^enum\n'default'\n'prefer-dark'\n'prefer-light'\n$/,
  },
];

/** Certificates are added to what these trust, and TLS is tried with them. */
export const TRUSTING_SETS = [
  { name: 'openssl', packages: ['ca-certificates', 'openssl'] },
  { name: 'java-tls', packages: ['openjdk-21-jdk-headless', 'openssl'] },
] as const;

/** What packages/testing/package-sets.lock.json has to pin. */
export const WANTED_FOR_SETS: readonly PinnedSet[] = [...TRIED_SETS, ...TRUSTING_SETS].flatMap(({ name, packages }) =>
  TRIED_ON.map((id) => imageSet({ name, packages, without: [] }, platformOf(id))),
);
