import { accepts, type Acceptance } from '@basewright/contracts';
import { type ContainerSettings } from '@basewright/oci';
import { findFindings, type Finding, startOf } from '@basewright/tree';

import { type PlatformImage } from '../read-images';

/** A finding, and the platforms of the image that it is about. */
export interface ImageFinding extends Finding {
  /** `linux/amd64` …, in the order of the images. */
  readonly platforms: readonly string[];
}

/** What keeps images from starting: errors first, each finding once for all platforms that have it. */
export function imageFindings(images: readonly PlatformImage[], settings: ContainerSettings): ImageFinding[] {
  const found = new Map<string, ImageFinding>();
  for (const { platform, base, facts, removed } of images) {
    const start = startOf(base === null ? null : (base.config.config ?? {}), settings);
    for (const finding of findFindings({ facts, start, platform, removed })) {
      const key = JSON.stringify(finding);
      const before = found.get(key)?.platforms ?? [];
      found.set(key, { ...finding, platforms: [...before, platform.id] });
    }
  }
  const order = ({ severity }: Finding): number => (severity === 'error' ? 0 : 1);
  return [...found.values()].sort((a, b) => order(a) - order(b));
}

/** Findings without those that the author accepts. */
export interface Accepted {
  readonly left: readonly ImageFinding[];
  /** Positions in the list of what is accepted of entries that nothing is about. */
  readonly unused: readonly number[];
}

/** Takes away what the author of an image knows of and accepts. */
export function withoutAccepted(findings: readonly ImageFinding[], accept: readonly Acceptance[]): Accepted {
  return {
    left: findings.filter((finding) => !accept.some((one) => accepts(one, finding))),
    unused: accept.flatMap((one, at) => (findings.some((finding) => accepts(one, finding)) ? [] : [at])),
  };
}
