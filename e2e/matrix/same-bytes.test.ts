import { LIBCS } from '@basewright/libcs';

import { describeSameBytes } from '../same-bytes';

describeSameBytes(LIBCS);
