import { acceptedInVain, unaccepted } from '@basewright/upstream';

import { type PlatformStates } from './read-states';

/** What keeps an image from being published that must have nothing open. */
export interface OpenLines {
  /** One for each vulnerability that is open or unknown, and for each platform that nobody has looked at. */
  readonly lines: readonly string[];
  /** What would close each, to be typed. */
  readonly ways: readonly string[];
  /** What is accepted in vain. */
  readonly warnings: readonly string[];
}

/** Puts together what is open and unknown in an image and not accepted; each difference between platforms by itself. */
export function openLines(platforms: readonly PlatformStates[]): OpenLines {
  const ids = platforms.map(({ platform }) => platform);
  const found = platforms.flatMap(({ platform, states, accepted }) =>
    unaccepted(states ?? [], accepted).map(({ id, state, because, ways }) => {
      return { platform, id, line: `${id} is ${state}: ${because}`, ways };
    }),
  );
  const lines = [...new Set(found.map(({ line }) => line))].map((line) => {
    const on = found.filter((one) => one.line === line).map(({ platform }) => platform);
    return on.length === ids.length ? line : `${line} (only ${on.join(', ')})`;
  });
  const unseen = platforms.flatMap(({ platform, states }) =>
    states === null
      ? [`${platform}: its base is no image of this workspace, and nobody has looked at its BusyBox`]
      : [],
  );
  return {
    lines: [...lines, ...unseen],
    ways: [...new Set(found.flatMap(({ id, ways }) => (ways[0] === undefined ? [] : [`${id}: ${ways[0]}`])))],
    warnings: acceptedInVain(
      platforms.flatMap(({ states }) => states ?? []),
      Object.assign({}, ...platforms.map(({ accepted }) => accepted)) as Record<string, string>,
    ),
  };
}
