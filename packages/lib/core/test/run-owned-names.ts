import { setTimeout } from 'node:timers/promises';

import { ownedName, temporaryBeside } from '../src/temporary-names';

/** Writes names that this process owns, a line each, and lives on for a minute. */
process.stdout.write(`${ownedName()}\n${temporaryBeside('a')}\n`);
void setTimeout(60_000);
