import { describeInterruptions, STAGES } from '../interrupted-stages';

describeInterruptions(STAGES);
