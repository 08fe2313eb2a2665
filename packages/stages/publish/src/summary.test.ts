import { type Published, summary } from './summary';

const one: Published = {
  name: 'busybox-musl',
  refName: 'busybox-musl:musl',
  digest: 'sha256:abc',
  platforms: [{ id: 'linux/amd64', layerSize: 727_000 }],
  outputPath: 'dist/images/busybox-musl/publish--amd64',
  command: 'sh',
  dockerArchives: [],
  tarXz: [],
  departures: [],
  pushes: false,
};

describe('summary', () => {
  it('says what an image of one platform is and what to type next', () => {
    expect(summary(one).join('\n')).toMatchInlineSnapshot(`
     "busybox-musl: sha256:abc
       linux/amd64, 727.0 kB compressed, in dist/images/busybox-musl/publish--amd64/oci
       run it:   podman run --rm -it oci:dist/images/busybox-musl/publish--amd64/oci
            or:  buildah run "$(buildah from oci:dist/images/busybox-musl/publish--amd64/oci)" -- sh
       push it:  skopeo copy oci:dist/images/busybox-musl/publish--amd64/oci docker://REGISTRY/busybox-musl:musl"
    `);
  });

  it('says how the image departs from the lock', () => {
    const departures = ['tar 1.35-3 -> 1.35-4', 'xz-utils 5.8.1-1 -> 5.8.1-2'];
    expect(summary({ ...one, departures: departures.slice(0, 1) })[2]).toBe('  not as locked: tar 1.35-3 -> 1.35-4');
    expect(summary({ ...one, departures })[2]).toMatch(/^ {2}not as locked: tar 1\.35-3 -> 1\.35-4 and 1 more, all in/);
  });

  it('does not say how to push what is pushed anyway', () => {
    expect(summary({ ...one, pushes: true }).join('\n')).not.toContain('push it');
  });

  it('says so for several platforms with all their forms', () => {
    const several = {
      ...one,
      outputPath: 'dist/images/busybox-musl/publish',
      platforms: [...one.platforms, { id: 'linux/arm64', layerSize: 752_000 }],
      dockerArchives: ['docker-archive/amd64.tar', 'docker-archive/arm64.tar'],
      tarXz: ['tar-xz/amd64', 'tar-xz/arm64'],
    };
    expect(summary(several).join('\n')).toMatchInlineSnapshot(`
     "busybox-musl: sha256:abc
       2 platforms, 727.0 kB to 752.0 kB compressed each, in dist/images/busybox-musl/publish/oci
       run it:   podman run --rm -it oci:dist/images/busybox-musl/publish/oci
            or:  buildah run "$(buildah from oci:dist/images/busybox-musl/publish/oci)" -- sh
       push it:  skopeo copy --all oci:dist/images/busybox-musl/publish/oci docker://REGISTRY/busybox-musl:musl
       docker:   docker load -i dist/images/busybox-musl/publish/docker-archive/amd64.tar   (and for the other platforms beside it)
       tar.xz:   docker build dist/images/busybox-musl/publish/tar-xz/amd64   (and for the other platforms beside it)"
    `);
  });
});
