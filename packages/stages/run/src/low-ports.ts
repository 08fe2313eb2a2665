import { readFile } from 'node:fs/promises';

import { type Execution } from '@basewright/oci';

/** ip-sysctl.rst of Linux: the first port that anybody may listen at. In docker's own network it is 0. */
const SETTING = 'net.ipv4.ip_unprivileged_port_start';

/**
 * What to tell of a command that has failed in the network of this machine, where the image exposes ports that only root
 * may listen at: many a server says no more than "permission denied". Empty where there is nothing to tell.
 */
export async function lowPortHint(
  { ExposedPorts: exposed = {} }: Execution,
  firstPort = firstUnprivilegedPort,
): Promise<string> {
  const first = await firstPort();
  const ports = Object.keys(exposed).map((port) => Number.parseInt(port, 10));
  const low = ports.filter((port) => port < first);
  return low.length === 0 ? '' : describeLowPorts(low, first);
}

async function firstUnprivilegedPort(): Promise<number> {
  return Number(await readFile(`/proc/sys/${SETTING.replaceAll('.', '/')}`, 'utf8').catch(() => '0'));
}

function describeLowPorts(ports: readonly number[], first: number): string {
  const lowest = Math.min(...ports);
  return [
    `note: this machine lets only root listen at ports below ${first}, and the image exposes ${ports.join(', ')}`,
    `hint: as root: sysctl -w ${SETTING}=${lowest}; or let it listen at another port`,
    '',
  ].join('\n');
}
