import { HARDENING_MEASURES } from '@basewright/libcs';

import { hardeningOf } from './hardening-setting';

it('is what the words of image.json stand for, and no option for nothing', () => {
  expect(hardeningOf('none')).toEqual({});
  expect(hardeningOf('default')).toEqual({ hardening: ['fortify', 'stack-clash'] });
  expect(hardeningOf('full')).toEqual({ hardening: HARDENING_MEASURES });
  expect(hardeningOf(['branch-protection'])).toEqual({ hardening: ['branch-protection'] });
});
