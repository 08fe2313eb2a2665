import { spdxId } from './licences';

it.each([
  ['GPL-2', 'GPL-2.0-only'],
  ['GPL-2+', 'GPL-2.0-or-later'],
  ['GPL-3.0+', 'GPL-3.0-or-later'],
  ['LGPL-2.1+', 'LGPL-2.1-or-later'],
  ['LGPL-2.1-or-later', 'LGPL-2.1-or-later'],
  ['GFDL-1.3', 'GFDL-1.3-only'],
  ['Expat', 'MIT'],
  ['BSD-3-clause', 'BSD-3-Clause'],
  ['Artistic', 'Artistic-1.0-Perl'],
  ['public-domain', null],
  ['GPL-9', null],
  ['', null],
])('%s is %s to SPDX', (name, id) => {
  expect(spdxId(name)).toBe(id);
});
