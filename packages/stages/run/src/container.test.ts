import { type Execution } from '@basewright/oci';

import { planContainer } from './container';
import { containerArguments } from './container-arguments';
import { type FlagValues } from './flags';

const plan = (config: Execution, flags: FlagValues = {}, command: string[] = []) =>
  planContainer({
    asked: { flags, command },
    config,
    accounts: { passwd: 'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n', group: '' },
    hostname: 'coral',
    caller: { directory: '/work', environment: {}, terminal: false },
  });

describe('what is started', () => {
  const image = { Entrypoint: ['/entry', 'a'], Cmd: ['b'] };
  it.each([
    ['the command of the image', { Cmd: ['sh'] }, {}, [], ['sh']],
    ['its entrypoint with its command', image, {}, [], ['/entry', 'a', 'b']],
    ['its entrypoint with words that are given', image, {}, ['c'], ['/entry', 'a', 'c']],
    ['an entrypoint that is given, without its command', image, { entrypoint: ['x'] }, [], ['x']],
    ['both as given', image, { entrypoint: ['x'] }, ['-y'], ['x', '-y']],
    ['no entrypoint', image, { entrypoint: [''] }, ['ls'], ['ls']],
  ])('%s', (_what, config, flags, command, wanted) => {
    expect(plan(config, flags, command).command).toEqual(wanted);
  });

  it('has to be something', () => {
    expect(() => plan({ Cmd: [] })).toThrow('cannot run nothing: the image has neither entrypoint nor command');
  });
});

it('runs the command as first process unless an init is asked for', () => {
  expect([plan({ Cmd: ['sh'] }).init, plan({ Cmd: ['sh'] }, { init: ['true'] }).init]).toEqual([false, true]);
});

it("starts where was asked, else where the image says, else in the caller's directory", () => {
  const cwds = [
    plan({ Cmd: ['sh'], WorkingDir: '/srv' }, { workdir: ['/a', '/b'] }),
    plan({ Cmd: ['sh'], WorkingDir: '/srv' }),
    plan({ Cmd: ['sh'] }),
  ];
  expect(cwds.map(({ cwd }) => cwd)).toEqual(['/b', '/srv', '/work']);
  expect(() => plan({ Cmd: ['sh'] }, { workdir: ['x'] })).toThrow('cannot start in x: it is no absolute path');
});

it('runs as the user that was asked for, else as the one of the image', () => {
  expect(plan({ Cmd: ['sh'], User: 'app' })).toMatchObject({ user: { uid: 1000 }, environment: { HOME: '/home/app' } });
  expect(plan({ Cmd: ['sh'], User: 'app' }, { user: ['7'] }).user).toEqual({ uid: 7, gid: 0, home: '/' });
});

it('has the network of this machine, or none', () => {
  expect([plan({ Cmd: ['sh'] }).network, plan({ Cmd: ['sh'] }, { network: ['none'] }).network]).toEqual([true, false]);
  expect(() => plan({ Cmd: ['sh'] }, { network: ['bridge'] })).toThrow('there are only host, none');
});

it.each<[string, Parameters<typeof plan>[0], string]>([
  ['the environment', { Cmd: ['sh'], Env: ['A=\0b'] }, 'environment'],
  ['the command', { Cmd: ['sh', 'a\0'] }, 'command'],
  ['the working directory', { Cmd: ['sh'], WorkingDir: '/a\0b' }, 'working directory'],
])('refuses a NUL in %s', (_what, config, name) => {
  expect(() => plan(config)).toThrow(`cannot run the image: a NUL is in its ${name}`);
});

it('is told to bubblewrap in arguments', () => {
  const binds = [
    { from: '/home/me', to: '/mine', writable: true },
    { from: '/c', to: '/cache' },
  ];
  const text = containerArguments(
    { tree: '/t', binds },
    plan({ Cmd: ['sh'], Env: ['A=b c'] }, { network: ['none'] }),
  ).join(' ');
  expect(text).toContain('--as-pid-1 --new-session --unshare-net --uid 0 --gid 0 --hostname coral --clearenv');
  expect(text).toContain('--setenv A b c');
  expect(text).toMatch(/--bind \/t \/ .* --bind \/home\/me \/mine --ro-bind \/c \/cache --chdir \/work$/);
});
