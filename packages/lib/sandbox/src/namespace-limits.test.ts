import { allowNamespaces } from './namespace-limits';

const machine = (settings: Readonly<Record<string, string>>) => (name: string) =>
  Promise.resolve(settings[name] ?? null);

it.each([
  ['Ubuntu 24.04', { 'kernel.apparmor_restrict_unprivileged_userns': '1', 'user.max_user_namespaces': '9' }, '0'],
  ['Debian 10', { 'kernel.unprivileged_userns_clone': '0' }, '1'],
  ['RHEL 7', { 'user.max_user_namespaces': '0' }, '15000'],
])('names the one setting that is in the way: %s', async (_, settings, allows) => {
  const said = await allowNamespaces(machine(settings));
  const [name = ''] = Object.keys(settings);
  expect(said.match(/sysctl -w \S+/g)).toEqual([`sysctl -w ${name}=${allows}`]);
  expect(said).toContain(`to keep it: echo ${name}=${allows} >/etc/sysctl.d/`);
});

it('speaks of containers where no setting is in the way', async () => {
  expect(await allowNamespaces(machine({ 'user.max_user_namespaces': '9' }))).toMatch(/container.*seccomp=unconfined/);
});
