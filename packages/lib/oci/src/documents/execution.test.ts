import { type ContainerSettings, execution, inheritedExecution } from './execution';
import { type Execution } from './types';

const base: Execution = {
  Cmd: ['sh'],
  Entrypoint: ['/init'],
  Env: ['PATH=/bin', 'TZ=UTC', 'LANG=C'],
  ExposedPorts: { '80/tcp': {} },
  Labels: { vendor: 'x' },
  StopSignal: 'SIGQUIT',
  User: 'app',
  Volumes: { '/data': {} },
  WorkingDir: '/srv',
  // What docker adds to the specification.
  Healthcheck: { Test: ['CMD', 'true'] },
};

it.each<[string, ContainerSettings, Partial<Record<keyof Execution, unknown>>]>([
  ['inherits everything', {}, {}],
  ['replaces the command', { cmd: ['-f'] }, { Cmd: ['-f'] }],
  [
    'takes the command away with the entrypoint',
    { entrypoint: ['/bin/httpd'] },
    { Entrypoint: ['/bin/httpd'], Cmd: undefined },
  ],
  ['replaces both', { entrypoint: ['/a'], cmd: ['b'] }, { Entrypoint: ['/a'], Cmd: ['b'] }],
  ['takes the entrypoint away', { entrypoint: [], cmd: ['sh'] }, { Entrypoint: undefined }],
  [
    'changes a variable in its place and adds new ones by name',
    { env: { Z: '1', TZ: 'CET', A: '2' } },
    { Env: ['PATH=/bin', 'TZ=CET', 'LANG=C', 'A=2', 'Z=1'] },
  ],
  [
    'has the value of the base for a variable in its own value',
    { env: { PATH: '/opt/bin:$PATH', TZ: '${TZ}+1', NEW: 'a:$NEW', LANG: '$LANGUAGE' } },
    { Env: ['PATH=/opt/bin:/bin', 'TZ=UTC+1', 'LANG=$LANGUAGE', 'NEW=a:'] },
  ],
  ['adds ports', { exposedPorts: ['80', '53/udp'] }, { ExposedPorts: { '80/tcp': {}, '53/udp': {} } }],
  ['adds labels, and its own win', { labels: { vendor: 'y', a: 'b' } }, { Labels: { vendor: 'y', a: 'b' } }],
  ['adds volumes', { volumes: ['/logs'] }, { Volumes: { '/data': {}, '/logs': {} } }],
  [
    'replaces signal, user and directory',
    { stopSignal: '15', user: '0', workingDir: '/' },
    { StopSignal: '15', User: '0', WorkingDir: '/' },
  ],
  [
    'takes signal, user and directory away',
    { stopSignal: '', user: '', workingDir: '' },
    { StopSignal: undefined, User: undefined, WorkingDir: undefined },
  ],
])('%s', (_what, settings, difference) => {
  expect(inheritedExecution(base, settings)).toEqual({ ...base, ...difference });
});

it('has the usual PATH for $PATH where there is no base, or it has none', () => {
  const usual = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const settings = { env: { PATH: '/opt/$&/bin:${PATH}' } };
  expect(execution(settings).Env).toEqual([`PATH=/opt/$&/bin:${usual}`]);
  expect(inheritedExecution({ Env: ['TZ=UTC'] }, settings).Env).toEqual(['TZ=UTC', `PATH=/opt/$&/bin:${usual}`]);
});

it('keeps variables of the base that are called as what every object has', () => {
  const Env = ['PATH=/bin', 'constructor=a', '__proto__=b', 'toString'];
  expect(inheritedExecution({ Env }, { env: { A: '1' } }).Env).toEqual([...Env, 'A=1']);
});
