import { type RunOptions, runImage, type RunRequest } from '../src';
import { outliveSignals } from '../src/start';

// Runs one image on this process's own streams, as the executor does: a test gives everything as JSON.
const { options, request } = JSON.parse(process.argv[2] ?? '') as { options: RunOptions; request: RunRequest };
outliveSignals();
runImage(options, request).then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(200);
  },
);
