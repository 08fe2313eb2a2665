import { describeInterruptions } from './interrupted-stages';

/** All stages write their outputs the same way; the matrix kills each of them. */
describeInterruptions(['publish']);
