import { runImage, type RunOptions, type RunRequest } from '../src';
import { outliveSignals } from '../src/signals';

// Runs one image on this process's own streams, as `basewright run` does: a test gives everything as JSON.
const { options, request } = JSON.parse(process.argv[2] ?? '') as {
  options: RunOptions;
  request: Omit<RunRequest, 'interrupted' | 'build'>;
};
const { received } = outliveSignals();
runImage(options, { ...request, interrupted: received, build: () => Promise.resolve() }).then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(200);
  },
);
