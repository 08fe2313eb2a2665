import { acceptedInVain, busyboxBuild, unaccepted, vulnerabilityStates } from '@basewright/upstream';

import { type ImageReport, type ReportedState } from './image-report';
import { type ImageFacts, type PlatformFacts } from './make-report';

/** What is known of the vulnerabilities of BusyBox in an image, on all its platforms. */
export function reportedVulnerabilities(facts: ImageFacts): ImageReport['vulnerabilities'] {
  const { table, accepted, platforms } = facts;
  const states = reportedStates(facts);
  return {
    table: { date: table.date, known: table.vulnerabilities.length },
    states,
    warnings: acceptedInVain(states, accepted),
    pathTraversalProtection: protection(platforms),
  };
}

function reportedStates({ fetched, platforms, table, accepted }: ImageFacts): ReportedState[] {
  const rows = platforms.flatMap(({ platform, compiled, config }) =>
    vulnerabilityStates(table, busyboxBuild({ fetched, compiled, config })).map((state) => ({ platform, state })),
  );
  const held = new Map<string, { readonly state: (typeof rows)[number]['state']; readonly platforms: string[] }>();
  for (const { platform, state } of rows) {
    const entry = held.get(JSON.stringify(state)) ?? { state, platforms: [] };
    entry.platforms.push(platform);
    held.set(JSON.stringify(state), entry);
  }
  const order = table.vulnerabilities.map(({ id }) => id);
  return [...held.values()]
    .sort((a, b) => order.indexOf(a.state.id) - order.indexOf(b.state.id))
    .map(({ state, platforms: on }) => {
      const isUnsettled = unaccepted([state], {}).length > 0;
      return { ...state, platforms: on, accepted: isUnsettled ? (accepted[state.id] ?? null) : null };
    });
}

const PROTECTION = /^(# )?CONFIG_FEATURE_PATH_TRAVERSAL_PROTECTION(=y| is not set)$/m;

function protection(platforms: readonly PlatformFacts[]): boolean | null {
  const found = platforms.map(({ config }) => PROTECTION.exec(config)?.[2] ?? null);
  return found.includes(null) ? null : found.every((state) => state === '=y');
}
