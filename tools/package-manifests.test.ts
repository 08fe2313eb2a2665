import { packageManifests, withProjectFields } from './package-manifests';

it('every package says where the project is (else: node tools/run-ts.cjs tools/write-manifests.ts)', () => {
  const manifests = packageManifests();
  expect(manifests.length).toBeGreaterThan(15);
  for (const { text, wanted } of manifests) expect(JSON.parse(text)).toEqual(JSON.parse(wanted));
});

it('puts the fields behind the licence, once', () => {
  const project = {
    homepage: 'https://example.org/team/project#readme',
    bugs: 'https://example.org/team/project/issues',
    repository: { type: 'git', url: 'git+https://example.org/team/project.git' },
    keywords: ['oci'],
  };
  const text = JSON.stringify({ name: 'a', license: 'MIT', keywords: ['old'], main: 'index.js' });
  const once = withProjectFields(text, project, 'packages/a');
  expect(Object.entries(JSON.parse(once) as object)).toEqual([
    ['name', 'a'],
    ['license', 'MIT'],
    ['homepage', 'https://example.org/team/project/tree/main/packages/a#readme'],
    ['bugs', project.bugs],
    ['repository', { ...project.repository, directory: 'packages/a' }],
    ['keywords', ['oci']],
    ['main', 'index.js'],
  ]);
  expect(withProjectFields(once, project, 'packages/a')).toBe(once);
});
