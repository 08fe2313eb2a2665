import { registryFor } from './publish-directory';

it.each([
  ['nobody', undefined, '', '', ''],
  ['the command line before all others', 'file/x', 'asked/x', 'env/x', 'asked/x'],
  ['the environment before the file', 'file/x', '', 'env/x', 'env/x'],
  ['the file', 'file/x', '', '', 'file/x'],
  ['nowhere, on the command line', '', '', 'env/x', ''],
])('goes where %s says', (_who, registry, asked, environment, wanted) => {
  expect(registryFor({ registry }, { asked, environment })).toBe(wanted);
});
