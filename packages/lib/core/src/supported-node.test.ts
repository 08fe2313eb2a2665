import { requireSupportedNode } from './supported-node';

it.each(['18.20.8', '20.18.3', '16.0.0'])('refuses Node %s, and says which will do', (version) => {
  expect(() => {
    requireSupportedNode(version);
  }).toThrow(`cannot run on Node ${version}: Basewright needs 20.19 or later`);
});

it.each(['20.19.0', '20.20.2', '22.1.0', '24.0.0', '26.1.0'])('runs on Node %s', (version) => {
  requireSupportedNode(version);
});
