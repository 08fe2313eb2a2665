import { didYouMean } from '@basewright/core';

import { type StateName, type VulnerabilityState } from './state';

/** What an image accepts: the reasons, by vulnerability. */
export type Accepted = Readonly<Record<string, string>>;

/** What is not settled of a vulnerability. */
const UNSETTLED: readonly StateName[] = ['open', 'unknown'];

/** The states that are open or unknown and that nobody has accepted. */
export function unaccepted<State extends Pick<VulnerabilityState, 'id' | 'state'>>(
  states: readonly State[],
  accepted: Accepted,
): State[] {
  return states.filter(({ id, state }) => UNSETTLED.includes(state) && !Object.hasOwn(accepted, id));
}

/** What a state is to a vulnerability. */
const WORDS: Readonly<Record<StateName, string>> = {
  fixed: 'is fixed',
  'not-affected': 'cannot happen here',
  'not-in-release': 'is not in this release',
  open: 'is open',
  unknown: 'is unknown',
};

/**
 * A line for each vulnerability that is accepted in vain: an entry that outlives its cause would hide the next one.
 * `states` are those of all platforms.
 */
export function acceptedInVain(
  states: readonly Pick<VulnerabilityState, 'id' | 'state' | 'because'>[],
  accepted: Accepted,
): string[] {
  const known = states.map(({ id }) => id);
  return Object.keys(accepted)
    .sort()
    .flatMap((id) => {
      const [first, ...others] = states.filter((one) => one.id === id);
      if (first === undefined) return [`busybox.accepted: nothing is known of ${id}${didYouMean(id, known)}`];
      if ([first, ...others].some(({ state }) => UNSETTLED.includes(state))) return [];
      return [`busybox.accepted: ${id} ${WORDS[first.state]} (${first.because}): take it out of image.json`];
    });
}
