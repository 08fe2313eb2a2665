import {
  pathDirectoryMistake,
  pathValueMistake,
  portMistake,
  signalMistake,
  userMistake,
  variableNameMistake,
} from './container-settings';

describe('portMistake', () => {
  it.each(['80', '1', '65535', '80/tcp', '53/udp', '132/sctp'])('finds none in %s', (port) => {
    expect(portMistake(port)).toBeNull();
  });

  it.each([
    ['http', 'expected the number of a port, 1 to 65535, as in "80" or "53/udp"'],
    ['99999', 'expected the number of a port, 1 to 65535'],
    ['0', 'expected the number of a port, 1 to 65535'],
    ['080', 'expected the number of a port, 1 to 65535'],
    ['80/TCP', 'expected the protocol tcp, udp or sctp (did you mean "80/tcp"?)'],
    ['80/', 'expected the protocol tcp, udp or sctp'],
    [
      '8000-8002/udp',
      'expected one port, since the configuration of an image has no ranges: write "8000/udp", "8001/udp", "8002/udp"',
    ],
    ['8000-9000', 'expected one port, since the configuration of an image has no ranges: write each port by itself'],
    ['9000-8000', 'expected one port'],
    ['127.0.0.1:80', 'expected the number of a port'],
    ['8080:80', 'expected the port in the container alone: where it is published is decided when a container starts'],
  ])('%s: %s', (port, mistake) => {
    expect(portMistake(port)).toContain(mistake);
  });
});

describe('signalMistake', () => {
  it.each(['SIGTERM', 'SIGQUIT', '15', '1', '64', 'SIGRTMIN', 'SIGRTMIN+3', 'SIGRTMAX-14'])(
    'finds none in %s',
    (signal) => {
      expect(signalMistake(signal)).toBeNull();
    },
  );

  it.each([
    ['SIGFOO', 'expected a signal of Linux, as in "SIGTERM" or "15"'],
    ['TERM', 'expected a signal of Linux, as in "SIGTERM" or "15" (did you mean "SIGTERM"?)'],
    ['sigquit', '(did you mean "SIGQUIT"?)'],
    ['SIGTREM', '(did you mean "SIGTERM"?)'],
    ['0', 'expected a signal of Linux'],
    ['65', 'expected a signal of Linux'],
    ['SIGRTMIN+31', 'expected a signal of Linux'],
    ['SIGTERM+1', 'expected a signal of Linux'],
  ])('%s: %s', (signal, mistake) => {
    expect(signalMistake(signal)).toContain(mistake);
  });
});

describe('variableNameMistake', () => {
  it.each(['PATH', 'discovery.type', 'x-y', 'ÜBER'])('finds none in %s', (name) => {
    expect(variableNameMistake(name)).toBeNull();
  });

  it.each(['', 'MY VAR', 'A=B', 'A\tB', 'A\n', ' A'])('refuses %j', (name) => {
    expect(variableNameMistake(name)).toBe(
      'expected the name of a variable, without spaces, "=" and control characters',
    );
  });
});

describe('pathValueMistake', () => {
  it.each(['/opt/bin', '/opt/bin:$PATH', '${PATH}:/opt/bin', './node_modules/.bin:$PATH'])(
    'finds none in %s',
    (value) => {
      expect(pathValueMistake(value)).toBeNull();
    },
  );

  it.each([
    ['$HOME/bin:$PATH', '"$HOME" would be taken as it is written: only $PATH stands for the value of the base'],
    ['${PATH:-/bin}', '"${PATH:-/bin}" would be taken as it is written'],
    ['/opt/bin:$PATHS', '"$PATHS" would be taken as it is written'],
    ['~/bin:$PATH', '"~/bin" would be taken as it is written'],
  ])('%s: %s', (value, mistake) => {
    expect(pathValueMistake(value)).toContain(mistake);
  });
});

describe('pathDirectoryMistake', () => {
  it.each(['/opt/bin', '/', '/opt/my tools/bin', '/opt/bin/'])('finds none in %j', (directory) => {
    expect(pathDirectoryMistake(directory)).toBeNull();
  });

  it.each([
    ['/opt/bin:/usr/games', 'expected one directory: write each by itself, without ":"'],
    ['opt/bin', 'expected an absolute path in the image'],
    ['~/bin', 'expected an absolute path in the image'],
    ['', 'expected an absolute path in the image'],
    ['/opt/../bin', 'expected an absolute path in the image'],
    ['/opt/\nbin', 'expected a path without control characters'],
    ['/opt/$VERSION/bin', 'expected a path without "$"'],
  ])('%j: %s', (directory, mistake) => {
    expect(pathDirectoryMistake(directory)).toContain(mistake);
  });
});

describe('userMistake', () => {
  it.each(['', 'app', '1000', 'app:users', '1000:1000', 'app:1000', '0'])('finds none in %j', (user) => {
    expect(userMistake(user)).toBeNull();
  });

  it.each([
    ['a:b:c', 'expected "user", "user:group" or numbers'],
    [':users', 'expected "user", "user:group" or numbers'],
    ['app:', 'expected "user", "user:group" or numbers'],
    ['app ', 'expected "user", "user:group" or numbers'],
    ['2147483648', 'expected a number up to 2147483647'],
    ['1000:4294967295', 'expected a number up to 2147483647'],
  ])('%j: %s', (user, mistake) => {
    expect(userMistake(user)).toContain(mistake);
  });
});
