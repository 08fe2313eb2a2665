import { imageBegun, uploadedBlobs } from './skopeo-log';

const digest = `sha256:${'6'.repeat(64)}`;
const debug = (text: string): string => `time="2026-11-21T00:42:46Z" level=debug msg="${text}"`;

it('finds the blobs that were sent', () => {
  const log = [debug(`Skipping blob ${digest} (already present):`), debug('... already exists')];
  expect(uploadedBlobs(log.join('\n'))).toEqual([]);
  expect(uploadedBlobs([...log, debug(`Upload of layer ${digest} complete`)].join('\n'))).toEqual([digest]);
});

it('finds the platform that is begun', () => {
  expect(imageBegun(`Copying image ${digest} (1/9)`)).toBe(digest);
  expect(imageBegun(`Copying blob ${digest}`)).toBeUndefined();
});
