import { describeTeam } from '../team-scenario';
import { NX_VERSIONS } from '../team-workspace';

for (const version of Object.values(NX_VERSIONS)) describeTeam(version, { daily: true });
