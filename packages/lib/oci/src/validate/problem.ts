/** One thing in a layout that is not what a document says of it, or not what the specification says. */
export interface Problem {
  /** The way to it from the layout's root: `index.json/manifests[0]/layers[0]`. */
  readonly where: string;
  /** `digest`, `size`, `diffID` … */
  readonly what: string;
  readonly want: string;
  readonly got: string;
}

/** A problem as one line. */
export function describeProblem({ where, what, want, got }: Problem): string {
  return `${where}: ${what}: want ${want}, got ${got}`;
}

/** A walk through a layout: what was found wrong, and which blobs were reached. */
export interface Visit {
  /** The layout. */
  readonly directory: string;
  readonly problems: Problem[];
  /** Digests, `sha256:…`. */
  readonly reached: Set<string>;
}

/** Notes a problem when what was found is not what was wanted. */
export function expectEqual(visit: Visit, where: string, what: string, want: string, got: string): void {
  if (want !== got) visit.problems.push({ where, what, want, got });
}
