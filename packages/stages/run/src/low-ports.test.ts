import { lowPortHint } from './low-ports';

const hint = (ports: readonly string[], first: number): Promise<string> =>
  lowPortHint({ ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])) }, () => Promise.resolve(first));

it('tells of the ports that only root may listen at', async () => {
  const text = await hint(['443/tcp', '80/tcp', '8080/tcp'], 1024);
  expect(text).toContain('only root listen at ports below 1024, and the image exposes 443, 80\n');
  expect(text).toContain('sysctl -w net.ipv4.ip_unprivileged_port_start=80;');
});

it.each([
  ['the image exposes none', [], 1024],
  ['all are high', ['8080/tcp', '53000/udp'], 1024],
  ['anybody may', ['80/tcp'], 80],
])('says nothing where %s', async (_what, ports, first) => {
  expect(await hint(ports, first)).toBe('');
});

it('knows what this machine allows', async () => {
  expect(await lowPortHint({})).toBe('');
});
