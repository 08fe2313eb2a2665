import { dockerfile } from './dockerfile';

describe('dockerfile', () => {
  it('is FROM, ADD and CMD for a plain image', () => {
    expect(dockerfile('tiny.tar.xz', { cmd: ['sh'], env: {}, labels: {}, exposedPorts: [], volumes: [] })).toBe(
      'FROM scratch\nADD tiny.tar.xz /\nCMD ["sh"]\n',
    );
  });

  it('spells out the value that a variable has otherwise: builders differ in what is there before', () => {
    expect(dockerfile('tiny.tar.xz', { env: { PATH: '/opt/bin:$PATH' } })).toContain(
      'ENV PATH="/opt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"\n',
    );
  });

  it('has a line for everything else the image says', () => {
    const text = dockerfile('tiny.tar.xz', {
      cmd: ['-f', 'a "b"'],
      entrypoint: ['/bin/httpd'],
      env: { GREETING: 'say "$HOME\\"' },
      workingDir: '/srv',
      user: 'app',
      labels: { vendor: 'x y' },
      exposedPorts: ['80/tcp'],
      volumes: ['/data', '/log'],
      stopSignal: 'SIGINT',
    });
    expect(text.split('\n').slice(2)).toEqual([
      'ENV GREETING="say \\"\\$HOME\\\\\\""',
      'LABEL "vendor"="x y"',
      'EXPOSE 80/tcp',
      'VOLUME ["/data", "/log"]',
      'WORKDIR /srv',
      'USER app',
      'STOPSIGNAL SIGINT',
      'ENTRYPOINT ["/bin/httpd"]',
      'CMD ["-f", "a \\"b\\""]',
      '',
    ]);
  });
});
