import { tinyImage } from './tiny-image';
import { Workspace } from './workspace';

const workspace = new Workspace();
afterAll(() => {
  workspace.remove();
});

const LEFT_OPEN = 'CVE-2026-38755';
const ACCEPTED = { 'CVE-2026-88841': 'unimportant, says Debian', 'CVE-2018-1000500': 'in vain' };

/** Only the fields that are looked at. */
interface Report {
  readonly patches: readonly {
    readonly set: string;
    readonly fixes: readonly string[];
    readonly platforms: string[];
  }[];
  readonly vulnerabilities: {
    readonly states: readonly { readonly id: string; readonly state: string; readonly accepted: string | null }[];
    readonly warnings: readonly string[];
  };
  readonly platforms: readonly { readonly applets: number; readonly sizes: { readonly layer: number } }[];
}

it('tells of an image, the same from the cache, for people and for programs', () => {
  workspace.write('images/tiny/image.json', tinyImage({ busybox: { withoutFixes: [LEFT_OPEN], accepted: ACCEPTED } }));
  const first = workspace.nx(['run', 'tiny:report', '--applets']);
  expect(first.output).toContain('tiny: BusyBox 1.38.0 on musl');
  expect(first.exitCode).toBe(0);
  const text = workspace.read('dist/images/tiny/report/report.txt');
  expect(withoutEmptyLines(first.output)).toContain(withoutEmptyLines(text));
  expect(text).toMatch(/^vulnerabilities of BusyBox, of the \d+ that the table of \d{4}-\d\d-\d\d knows$/m);
  expect(text).toMatch(/^ {2}fixed by patches +.*CVE-2026-38754\b/m);
  expect(text).toMatch(/^ {2}security +\d+-awk\S+ +CVE-2023-42366 +Debian's$/m);
  expect(text).toMatch(/^ {2}security +\d+-CVE-2026-88832\S+ +CVE-2026-88832 +Basewright's own, not upstream$/m);
  expect(text).toMatch(/^ {2}open +CVE-2026-38755$/m);
  expect(text).toMatch(/^ {2}unknown +none that was known on \d{4}-\d\d-\d\d$/m);
  expect(text).toMatch(/^ {2}accepted +CVE-2026-88841$/m);
  expect(text).toMatch(/^ {2}CVE-2026-38755 {2}open: not applied: ash-\S+$/m);
  expect(text).toContain(
    '  busybox.accepted: CVE-2018-1000500 cannot happen here (CONFIG_FEATURE_WGET_HTTPS is off): take it out of image.json',
  );
  expect(text).toMatch(/^ {2}path traversal protection +on$/m);
  expect(text).toMatch(/^ {2}.*\bcat\b.*\becho\b/m);

  const again = workspace.nx(['run', 'tiny:report', '--applets']);
  expect(again.ran).toEqual([]);
  expect(withoutEmptyLines(again.output)).toContain(withoutEmptyLines(text));

  const json = workspace.nx(['run', 'tiny:report', '--format=json']);
  expect(json.ran).toEqual(['tiny:report']);
  const written = workspace.read('dist/images/tiny/report/report.json');
  expect(json.output).toContain(written.trimEnd());
  const report = JSON.parse(written) as Report;
  const { states, warnings } = report.vulnerabilities;
  const unsettled = states.filter(({ state }) => state === 'open' || state === 'unknown');
  expect(unsettled.map(({ id, state, accepted }) => [id, state, accepted])).toEqual([
    [LEFT_OPEN, 'open', null],
    ['CVE-2026-88841', 'unknown', 'unimportant, says Debian'],
  ]);
  expect(warnings).toHaveLength(1);
  const layer = JSON.parse(workspace.read('dist/images/tiny/rootfs-assemble--amd64/stage.json')) as {
    body: { layer: { size: number }; applets: string[] };
  };
  expect(report.platforms).toMatchObject([
    { applets: layer.body.applets.length, sizes: { layer: layer.body.layer.size } },
  ]);
  const fixes = report.patches.filter(({ set }) => set === 'security');
  expect(fixes.map(({ platforms }) => platforms)).toEqual(fixes.map(() => ['linux/amd64']));
  expect(fixes.flatMap((patch) => patch.fixes)).not.toContain(LEFT_OPEN);
});

/** Nx leaves them out of what a task prints, but not when it prints it again. */
function withoutEmptyLines(text: string): string {
  return text.trimEnd().replace(/\n+/g, '\n');
}
