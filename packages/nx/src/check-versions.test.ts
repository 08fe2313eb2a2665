import { requireSupportedNx } from './check-versions';

it.each(['21.6.4', '25.0.0', '19.8.0'])('refuses Nx %s, and says which will do', (version) => {
  expect(() => {
    requireSupportedNx(version);
  }).toThrow(`cannot run with Nx ${version}: @basewright/nx supports Nx 22 to 24`);
});

it.each(['22.0.0', '23.2.1', '24.0.6'])('runs with Nx %s', (version) => {
  requireSupportedNx(version);
});
