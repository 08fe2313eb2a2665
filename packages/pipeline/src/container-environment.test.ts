import { containerEnvironment } from './container-environment';

const around = { prepend: ['/opt/a', '/opt/b'], append: ['/opt/z'] };

it.each([
  ['says nothing of PATH unasked', { env: { A: '1' } }, { A: '1' }],
  ['says nothing of PATH for empty lists', { env: {}, path: { prepend: [], append: [] } }, {}],
  [
    'puts directories around those of the base',
    { env: { A: '1' }, path: around },
    { A: '1', PATH: '/opt/a:/opt/b:$PATH:/opt/z' },
  ],
])('%s', (_what, image, expected) => {
  expect(containerEnvironment(image)).toEqual(expected);
});
