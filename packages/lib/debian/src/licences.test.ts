import { licencesIn } from './licences';

const FORMAT = 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/';

it('names each licence once, whatever of the package it is for', () => {
  const text = `${FORMAT}
Upstream-Name: x

Files: *
Copyright: 2020 A
License: GPL-2+ and (BSD-3-clause or MIT)

Files: debian/*
License: GPL-2+
 This is free software;
 License: of nobody

License: MIT
 Permission is hereby granted
`;
  expect(licencesIn(text)).toEqual(['BSD-3-clause', 'GPL-2+', 'MIT']);
});

it('keeps an exception with its licence', () => {
  expect(licencesIn(`${FORMAT}\n\nFiles: *\nLicense: GPL-3+ with OpenSSL exception\n`)).toEqual([
    'GPL-3+ with OpenSSL exception',
  ]);
});

it('does not guess from prose', () => {
  expect(licencesIn('This package was debianized by A.\n\nLicense: as above\n')).toBeNull();
});
