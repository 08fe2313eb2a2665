import { describeTeam } from './team-scenario';
import { NX_VERSIONS } from './team-workspace';

describeTeam(NX_VERSIONS.newest);
