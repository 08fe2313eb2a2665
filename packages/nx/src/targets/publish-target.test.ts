import { type Stage } from '@basewright/pipeline';

import { publishTarget } from './publish-target';

const layout = (outputPath: string): Stage => ({
  stage: 'publish',
  description: 'Write it',
  options: { outputPath, name: 'a', rootfs: [] },
  reads: [],
});
const commandOf = (outputPath: string): unknown =>
  (publishTarget('layout', layout(outputPath)).options as { command: string }).command;

it('is never cached, and hands on what the command line says to the layout alone', () => {
  expect(publishTarget('layout--amd64', layout('dist/a/publish--amd64'))).toMatchObject({
    cache: false,
    dependsOn: [{ target: 'layout--amd64', params: 'forward' }],
    options: { command: 'basewright publish dist/a/publish--amd64 {args.registry}', forwardAllArgs: false },
  });
});

it('is affected by what the layout is', () => {
  expect(publishTarget('layout', layout('dist/a/publish')).inputs).toContainEqual({
    dependentTasksOutputFiles: '**/stage.json',
    transitive: false,
  });
});

it.each([
  ['dist/my image/publish', `basewright publish 'dist/my image/publish' {args.registry}`],
  ["dist/it's $(x)/publish", `basewright publish 'dist/it'\\''s $(x)/publish' {args.registry}`],
])('quotes %s for a shell', (outputPath, command) => {
  expect(commandOf(outputPath)).toBe(command);
});
