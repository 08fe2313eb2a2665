import { assertRoom } from '../src/assert-room';
import { BasewrightError } from '../src/errors';

/** Says how {@link assertRoom} takes a directory: run-assert-room.ts <directory>. */
async function main([directory = '']: string[]): Promise<void> {
  const said = await assertRoom(directory, 'write').catch((error: unknown) => error);
  process.stdout.write(said instanceof BasewrightError ? `${said.code} ${said.message}` : String(said));
}

void main(process.argv.slice(2));
