import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type PublishOutput } from '@basewright/contracts';
import { exec, sha256, sha256File } from '@basewright/core';
import { validateLayout } from '@basewright/oci';
import { inTemporaryDirectory, REGISTRY_LOGIN, type RegistrySetup, withProxy, withRegistry } from '@basewright/testing';

import { type PublishOptions } from '../src/options';
import { publish } from '../src/publish';
import { publishDirectory } from '../src/push/publish-directory';
import { push, type Sent } from '../src/push/push';
import { sayHello } from './containers';
import { ANY_MACHINE, fakeRootfs, FOREIGN, NATIVE } from './fake-stages';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const TAGS = ['1.38.0-musl', 'musl'];

/** A workspace with a published image of two platforms, and a registry beside it. */
interface Case {
  readonly workspace: string;
  readonly host: string;
  readonly options: PublishOptions;
  readonly output: PublishOutput;
  /** Pushes to the repository `base`, or as `change` says. */
  readonly push: (change?: Partial<PublishOptions>) => Promise<Sent | null>;
  /** Makes and publishes another image of the same name. */
  readonly publishOther: () => Promise<PublishOutput>;
}

async function withImage(setup: RegistrySetup, test: (made: Case) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (workspace) => {
    const image = async (version: string): Promise<PublishOptions> => ({
      outputPath: 'dist/publish',
      name: 'tiny',
      rootfs: [
        { platform: NATIVE.id, directory: await fakeRootfs(workspace, NATIVE, { version }) },
        { platform: FOREIGN.id, directory: await fakeRootfs(workspace, FOREIGN, { version }) },
      ],
      config: { cmd: ['/bin/sh'] },
      accept: ANY_MACHINE,
      tags: TAGS,
    });
    const options = await image('1.38.0');
    const output = await publish(options, workspace);
    await withRegistry(join(workspace, 'registry'), setup, async (host) => {
      let latest = output;
      await test({
        workspace,
        host,
        options,
        output,
        push: (change) => push({ ...options, registry: `${host}/base`, ...change }, workspace, latest),
        publishOther: async () => {
          latest = await publish(await image('1.38.1'), workspace);
          return latest;
        },
      });
    });
  });
}

/** The digest a tag names, after all that it names was copied back and found whole. */
async function wholeImage(workspace: string, image: string): Promise<string> {
  const copy = join(workspace, `copy-${Math.random().toString(36).slice(2)}`);
  await exec('skopeo', ['copy', '--all', '--src-tls-verify=false', `docker://${image}`, `oci:${copy}:copied`]);
  expect(await validateLayout(copy)).toEqual([]);
  return (await digestsOf(`docker://${image}`)).index;
}

async function digestsOf(image: string): Promise<{ readonly index: string; readonly manifests: string[] }> {
  const raw = (await exec('skopeo', ['inspect', '--raw', '--tls-verify=false', image])).stdout;
  const { manifests } = JSON.parse(raw) as { manifests: { digest: string }[] };
  return { index: `sha256:${sha256(raw)}`, manifests: manifests.map(({ digest }) => digest) };
}

async function tagsOf(repository: string): Promise<string[]> {
  const { stdout } = await exec('skopeo', ['list-tags', '--tls-verify=false', `docker://${repository}`]);
  return (JSON.parse(stdout) as { Tags: string[] }).Tags.sort();
}

/** Calls `test` with variables of the environment changed. */
async function withEnvironment<T>(change: Readonly<Record<string, string>>, test: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, change);
  try {
    return await test();
  } finally {
    process.env = before;
  }
}

async function loginFile(directory: string, host: string, login: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'config.json');
  const auth = Buffer.from(login).toString('base64');
  await writeFile(path, JSON.stringify({ auths: { [host]: { auth } } }));
  return path;
}

describe('a push', () => {
  it('leaves an image that skopeo copies back, buildah runs and umoci unpacks', async () => {
    await withImage({}, async ({ workspace, host, output, push }) => {
      await push();
      const image = `${host}/base:musl`;
      expect(await wholeImage(workspace, image)).toBe(output.index.digest);
      expect(await digestsOf(`docker://${image}`)).toEqual({
        index: output.index.digest,
        manifests: output.manifests.map(({ manifest }) => manifest.digest),
      });
      expect(await tagsOf(`${host}/base`)).toEqual(TAGS);
      expect(await sayHello(workspace, `docker://${image}`, '--tls-verify=false')).toBe(`hello from ${PATH}`);

      const native = join(workspace, 'native');
      await exec('skopeo', ['copy', '--src-tls-verify=false', `docker://${image}`, `oci:${native}:native`]);
      const bundle = join(workspace, 'bundle');
      await exec('umoci', ['unpack', '--rootless', '--image', `${native}:native`, bundle]);
      const program = join(workspace, 'tree', NATIVE.name, 'bin/sh');
      expect(await sha256File(join(bundle, 'rootfs/bin/sh'))).toBe(await sha256File(program));
    });
  });

  it('sends what is not there, and only that', async () => {
    await withImage({}, async ({ output, push, publishOther }) => {
      const sizes = output.manifests.flatMap(({ config, layers }) => [config, ...layers]).map(({ size }) => size);
      expect(await push()).toEqual({ blobs: 4, bytes: sizes.reduce((sum, size) => sum + size) });
      expect(await push()).toEqual({ blobs: 0, bytes: 0 });
      const other = await publishOther();
      expect(await push()).toEqual({
        blobs: 4,
        bytes: other.manifests.reduce((sum, { config, layers }) => sum + config.size + (layers[0]?.size ?? 0), 0),
      });
    });
  });

  it('goes nowhere without a registry, and fills in the name of the image', async () => {
    await withImage({}, async ({ host, output, push }) => {
      expect(await push({ registry: '' })).toBeNull();
      await push({ registry: `${host}/team/{name}`, tags: [] });
      const { index } = await digestsOf(`docker://${host}/team/tiny@${output.index.digest}`);
      expect(index).toBe(output.index.digest);
    });
  });
});

it('says what to install when there is no skopeo', async () => {
  await withImage({}, async ({ workspace, push }) => {
    await expect(withEnvironment({ PATH: workspace }, () => push())).rejects.toMatchObject({
      code: 'MISSING_PREREQUISITE',
      message: 'cannot push tiny: skopeo is not installed',
      hint: expect.stringContaining('apt-get install skopeo') as string,
    });
  });
});

describe('a registry with a password', () => {
  it.each([
    ['no password', '', 'DENIED'],
    ['a wrong password', 'tester:mistaken', 'DENIED'],
    ['the right password', REGISTRY_LOGIN, null],
  ])('%s', async (_what, login, code) => {
    await withImage({ password: true }, async ({ workspace, host, push }) => {
      const file = await loginFile(join(workspace, 'login'), host, login);
      const pushed = withEnvironment({ REGISTRY_AUTH_FILE: file }, () => push());
      if (code === null) {
        expect(await pushed).toMatchObject({ blobs: 4 });
        return;
      }
      const error: unknown = await pushed.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code,
        message: expect.stringContaining(
          `cannot push tiny to ${host}/base: the registry wants a user and a password that it knows\n  skopeo: `,
        ) as string,
        hint: expect.stringContaining(`skopeo login ${host}`) as string,
      });
      expect(String(error)).not.toMatch(/mistaken|tries/);
    });
  });

  it("reads docker's own file", async () => {
    await withImage({ password: true }, async ({ workspace, host, push }) => {
      await loginFile(join(workspace, '.docker'), host, REGISTRY_LOGIN);
      const nothing = join(workspace, 'nothing');
      const environment = { HOME: workspace, XDG_RUNTIME_DIR: nothing, XDG_CONFIG_HOME: nothing };
      expect(await withEnvironment(environment, () => push())).toMatchObject({ blobs: 4 });
    });
  });
});

it('trusts the certificate in certDir, and no other', async () => {
  await inTemporaryDirectory(async (directory) => {
    const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'certs/ca.crt')];
    await mkdir(join(directory, 'certs'));
    const files = ['-keyout', key, '-out', certificate];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    await exec('openssl', ['req', '-x509', '-nodes', ...curve, ...files, ...subject]);
    await withImage({ tls: { certificate, key } }, async ({ workspace, push }) => {
      await expect(push({ insecure: false })).rejects.toMatchObject({
        code: 'UNREACHABLE',
        message: expect.stringContaining('the certificate of the registry cannot be verified') as string,
        hint: expect.stringContaining('certDir') as string,
      });
      await exec('cp', ['-r', join(directory, 'certs'), join(workspace, 'certs')]);
      expect(await push({ certDir: 'certs' })).toMatchObject({ blobs: 4 });
      await expect(push({ certDir: 'cert' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    });
  });
});

describe('a registry in trouble', () => {
  it.each(['error-500', 'reset'] as const)('%s in the middle of a blob: tries again', async (trouble) => {
    await withImage({}, async ({ workspace, host, output, push }) => {
      await withProxy(host, async (proxy) => {
        proxy.troubles.push(trouble);
        expect(await push({ registry: `${proxy.host}/base` })).toMatchObject({ blobs: 4 });
        expect(proxy.troubles).toEqual([]);
      });
      expect(await wholeImage(workspace, `${host}/base:musl`)).toBe(output.index.digest);
    });
  });

  it('error 500 each time: gives up, and the tag still names the old image, whole', async () => {
    await withImage({}, async ({ workspace, host, output, push, publishOther }) => {
      await push();
      const other = await publishOther();
      await withProxy(host, async (proxy) => {
        proxy.troubles.push(...Array.from({ length: 99 }, () => 'error-500' as const));
        await expect(push({ registry: `${proxy.host}/base` })).rejects.toMatchObject({
          code: 'UNREACHABLE',
          message: expect.stringMatching(
            /^cannot push tiny to localhost:\d+\/base: the registry answers with an error of its own \(4 tries\)\n {2}skopeo: .*500/,
          ) as string,
        });
      });
      expect(await wholeImage(workspace, `${host}/base:musl`)).toBe(output.index.digest);
      expect(await push()).toMatchObject({ blobs: 4 });
      expect(await wholeImage(workspace, `${host}/base:musl`)).toBe(other.index.digest);
    });
  });

  it('a host that is not there is named, at once', async () => {
    await withImage({}, async ({ push }) => {
      await expect(push({ registry: 'registry.invalid/base' })).rejects.toMatchObject({
        code: 'UNREACHABLE',
        message: expect.stringContaining(
          'cannot push tiny to registry.invalid/base: no host has this name\n  skopeo: ',
        ) as string,
        hint: 'check the name registry.invalid',
      });
    });
  });
});

describe('publishDirectory', () => {
  it('tells what there is and pushes it, each time, as it was written down with the image', async () => {
    await withImage({}, async ({ workspace, host, options, output }) => {
      const nobody = { asked: '', environment: '' };
      const summary = await readFile(join(workspace, 'dist/publish/summary.txt'), 'utf8');
      expect(summary).toContain(output.index.digest);
      expect(await publishDirectory(workspace, 'dist/publish', nobody)).toBeNull();
      const asked = { asked: `${host}/asked`, environment: '' };
      expect(await publishDirectory(workspace, 'dist/publish', asked)).toMatchObject({ blobs: 4 });
      expect(await publishDirectory(workspace, 'dist/publish', asked)).toMatchObject({ blobs: 0 });
      expect(await tagsOf(`${host}/asked`)).toEqual(TAGS);

      await publish({ ...options, registry: `${host}/{name}` }, workspace);
      // The program shows it without looking further.
      await expect(readFile(join(workspace, 'dist/publish/summary.txt'))).rejects.toThrow('ENOENT');
      await publishDirectory(workspace, 'dist/publish', nobody);
      expect(await tagsOf(`${host}/tiny`)).toEqual(TAGS);
    });
  });

  it('refuses a registry that is none, and a directory without an image', async () => {
    await withImage({}, async ({ workspace }) => {
      const environment = 'https://localhost:5000/base';
      await expect(publishDirectory(workspace, 'dist/publish', { asked: '', environment })).rejects.toMatchObject({
        code: 'BAD_INPUT',
        message: expect.stringContaining('cannot push tiny: registry: "https://localhost:5000/base" is') as string,
      });
      await expect(publishDirectory(workspace, 'dist', { asked: '', environment: '' })).rejects.toThrow(
        /^cannot publish .*\/dist: no image was laid out there$/,
      );
    });
  });
});
