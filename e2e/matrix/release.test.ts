import { publishedFamily, VERSIONS } from '../published-family';

it('nx release writes a changelog, and publishes the next version', async () => {
  const { changelog } = await publishedFamily({ next: true });
  expect(changelog).toMatch(
    new RegExp(`^## ${VERSIONS.next} .*\\n+### .*Features\\n+- \\*\\*core:\\*\\* what the next version is for`),
  );
});
