import { digestFrom } from '@basewright/core';

import { imageConfig } from './image-config';
import { imageConfig as schema } from './types';

const DIFF_ID = digestFrom('a'.repeat(64));
const facts = {
  platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
  sourceDate: 1_767_225_600,
  layers: [{ diffId: DIFF_ID, createdBy: 'BusyBox 1.38.0 (musl)' }],
} as const;

describe('imageConfig', () => {
  it('has a PATH, and nothing else that nobody asked for', () => {
    expect(JSON.parse(JSON.stringify(imageConfig(facts, { cmd: ['sh'], labels: {}, volumes: [] })))).toEqual({
      os: 'linux',
      architecture: 'arm',
      variant: 'v7',
      created: '2026-01-01T00:00:00Z',
      config: { Cmd: ['sh'], Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] },
      rootfs: { type: 'layers', diff_ids: [DIFF_ID] },
      history: [{ created: '2026-01-01T00:00:00Z', created_by: 'BusyBox 1.38.0 (musl)' }],
    });
  });

  it('takes every setting', () => {
    const { config } = imageConfig(facts, {
      cmd: ['-f'],
      entrypoint: ['/bin/httpd'],
      env: { TZ: 'UTC', LANG: 'C', PATH: '/bin' },
      workingDir: '/srv',
      user: '1000:1000',
      labels: { vendor: 'x' },
      exposedPorts: ['80', '53/udp'],
      volumes: ['/data'],
      stopSignal: 'SIGINT',
    });
    expect(config).toEqual({
      Cmd: ['-f'],
      Entrypoint: ['/bin/httpd'],
      Env: ['PATH=/bin', 'LANG=C', 'TZ=UTC'],
      ExposedPorts: { '80/tcp': {}, '53/udp': {} },
      Labels: { vendor: 'x' },
      StopSignal: 'SIGINT',
      User: '1000:1000',
      Volumes: { '/data': {} },
      WorkingDir: '/srv',
    });
  });

  it('is what the schema reads back', () => {
    const written = imageConfig(facts, { cmd: ['sh'], exposedPorts: ['80'] });
    expect(schema.parse(JSON.parse(JSON.stringify(written)))).toEqual(JSON.parse(JSON.stringify(written)));
  });
});
