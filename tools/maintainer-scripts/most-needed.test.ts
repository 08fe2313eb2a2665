import { mostNeeded } from './most-needed';

it('counts who depends on a package, once each, and sorts by name where as many do', () => {
  const stanzas: Readonly<Record<string, string>>[] = [
    { Package: 'b', Depends: 'libc6 (>= 2.4), a | x, libc6' },
    { Package: 'a', 'Pre-Depends': 'libc6' },
    { Package: 'libc6', Depends: 'gone, b:any' },
  ];
  expect(mostNeeded(stanzas, 2)).toEqual(['libc6', 'a']);
  expect(mostNeeded(stanzas, 9)).toEqual(['libc6', 'a', 'b']);
});
