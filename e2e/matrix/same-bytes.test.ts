import { LIBCS } from '@basewright/core';

import { describeSameBytes } from '../same-bytes';

describeSameBytes(LIBCS);
