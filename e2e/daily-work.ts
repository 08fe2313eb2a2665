import { VERSIONS } from './published-family';
import { type TeamWorkspace } from './team-workspace';
import { tinyImage } from './tiny-image';

/** What a team relies on every day: declares tests in its workspace, which has git and an image `my-image` on musl. */
export function describeDailyWork(workspace: () => TeamWorkspace): void {
  const affected = (): string[] => {
    const output = workspace().succeed('show', 'projects', '--affected', '--base=HEAD', '--json');
    return (JSON.parse(/^\[.*\]$/m.exec(output)?.[0] ?? '') as string[]).sort();
  };

  it('makes an image on another', () => {
    workspace().succeed('g', '@basewright/nx:image', 'my-tool', '--from=my-image', '--no-interactive');
    workspace().succeed('run', 'my-tool:publish');
  });

  it('knows what an edit touches', () => {
    const team = workspace();
    team.write('images/other/image.json', tinyImage({ busybox: { config: ['../common/a.config'] } }));
    team.write('images/common/a.config', 'CONFIG_YES=y\n');
    team.write('images/other/README.md', 'What it is for\n');
    team.write('images/on-other/image.json', JSON.stringify({ from: 'other', platforms: ['linux/amd64'] }));
    team.commit();
    const edit = (path: string): string[] => {
      team.edit(path, (text) => `${text}\n`);
      const found = affected();
      team.must('git', 'checkout', '--quiet', '.');
      return found;
    };
    expect(edit('images/my-image/image.json')).not.toContain('other');
    expect(edit('images/other/image.json')).toEqual(['on-other', 'other']);
    expect(edit('images/common/a.config')).toEqual(['on-other', 'other']);
    expect(edit('images/other/README.md')).toEqual([]);
  });

  it('runs every stage again with another version, and only then', () => {
    const team = workspace();
    const { version } = JSON.parse(team.read('node_modules/@basewright/nx/package.json')) as { version: string };
    const other = version === VERSIONS.first ? VERSIONS.next : VERSIONS.first;
    const build = ['run', 'other:rootfs-assemble'];
    team.succeed(...build);
    expect(team.nx(build).ran).toEqual([]);
    team.must('npm', 'install', '--save-dev', `@basewright/nx@${other}`);
    expect(affected()).toEqual(expect.arrayContaining(['my-image', 'on-other', 'other']));
    const again = team.nx(build);
    expect(again.exitCode).toBe(0);
    expect(again.ran).toContain('other:compile--amd64');
    expect(again.cached).toEqual([]);
  });
}
