import { gapText } from './gap-text';
import { sharedObjectNames } from './gaps';

it('names the gap, three who may meet it, and what fills it', () => {
  const gap = { kind: 'time-zones', lacks: 'time zones other than UTC', option: '"programs": […]' } as const;
  expect(gapText('linux/amd64', [{ ...gap, files: ['/a', '/b', '/c', '/d'] }]).split('\n')).toEqual([
    'what programs may ask for at run time is not all in the image for linux/amd64:',
    '  time zones other than UTC (/a, /b, /c and 1 more)',
    '    to fill it: "programs": […]',
  ]);
});

it('finds names of shared objects, and patterns for them, among the strings of a file', () => {
  const bytes = Buffer.from(
    '\0libgcc_s.so.1\0libz.so.1 is not\0%s/link_%s.so\0x.socket\0a.so.b\0libgcc_s.so.1\0liblast.so',
  );
  expect(sharedObjectNames(bytes)).toEqual(['%s/link_%s.so', 'libgcc_s.so.1']);
});
