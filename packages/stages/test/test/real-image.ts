import { compile } from '@basewright/compile';
import { configure } from '@basewright/configure';
import { type PlatformId, platformOf } from '@basewright/core';
import { resolveLibraries } from '@basewright/library-resolve';
import { assembleRootfs } from '@basewright/rootfs-assemble';

import { leaveSources, leaveToolchain } from '../../configure/test/real-stages';
import { type BuiltTestOptions } from '../src';

/** What the smoke checks and BusyBox's own test suite need, and little more: it is compiled in seconds. */
const APPLETS = `
  ASH SH_IS_ASH FEATURE_SH_MATH ASH_ECHO ASH_TEST ASH_PRINTF BASENAME CAT CHMOD CMP CP DATE DD DIFF ECHO
  FEATURE_FANCY_ECHO ENV EXPR FIND GREP HEAD KILL LN LS MKDIR MV PRINTF PWD READLINK RM SED SHA256SUM SORT TAIL TEST
  TOUCH TR TRUE WC WHICH XARGS
`;

/** Leaves every stage before the test of a small image on musl, really built, and gives the test's options. */
export async function leaveImage(workspace: string, platform: PlatformId): Promise<BuiltTestOptions> {
  const { name } = platformOf(platform);
  const common = { platform, name: 'small', libc: 'musl', lockFile: 'lock.json' } as const;
  const stages = {
    fetchAndVerify: await leaveSources(workspace),
    toolchain: await leaveToolchain(workspace, 'musl', platform),
    configure: `configure--${name}`,
    compile: `compile--${name}`,
    libraryResolve: `library-resolve--${name}`,
    rootfsAssemble: `rootfs-assemble--${name}`,
  };
  const symbols = ['BUSYBOX', 'FEATURE_INSTALLER', 'ASH_INTERNAL_GLOB', ...APPLETS.trim().split(/\s+/)];
  const set = Object.fromEntries(symbols.map((symbol) => [symbol, true]));
  const asked = { base: 'allnoconfig', fragments: [], set, unset: [] };
  await configure({ ...common, ...stages, ...asked, outputPath: stages.configure }, workspace);
  await compile(workspace, { ...common, ...stages, key: 'test-of-image-test', outputPath: stages.compile });
  await resolveLibraries({ ...common, ...stages, libraries: [], outputPath: stages.libraryResolve }, workspace);
  await assembleRootfs({ ...common, ...stages, outputPath: stages.rootfsAssemble }, workspace);
  return { ...common, ...stages, outputPath: `test--${name}` };
}
