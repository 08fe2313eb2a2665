/** One image beside the official one of the same libc and platform. */
export interface SizeRow {
  /** `busybox-musl`. */
  readonly project: string;
  /** `linux/arm/v7`. */
  readonly platform: string;
  /** Size of the compressed layer in bytes, and names of the applets; null when it was not built. */
  readonly built: { readonly bytes: number; readonly applets: readonly string[] } | null;
  /** Size of the official image's compressed layer in bytes; null where there is none. */
  readonly official: number | null;
  readonly officialApplets: number;
}

const HEADER = ['image', 'platform', 'ours', 'official', 'difference', 'applets'] as const;

/** The table for people: one line per image, sizes in bytes. */
export function formatSizes(rows: readonly SizeRow[]): string {
  const cells = rows.map(({ project, platform, built, official }) => [
    ...[project, platform, built === null ? 'not built' : grouped(built.bytes)],
    official === null ? 'none' : grouped(official),
    built === null || official === null ? '' : percent(built.bytes / official - 1),
    built === null ? '' : String(built.applets.length),
  ]);
  const widths = HEADER.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [HEADER, ...cells].map((row) => `${line(row).trimEnd()}\n`).join('');
}

/** What is wrong, in sentences: images not built or too large, and applets that are missing. */
export function sizeProblems(rows: readonly SizeRow[]): string[] {
  return [...rows.flatMap(problemsOf), ...unevenApplets(rows)];
}

function problemsOf({ project, platform, built, official, officialApplets }: SizeRow): string[] {
  const image = `${project} for ${platform}`;
  if (built === null) return [`${image} is not built`];
  return [
    ...(official !== null && built.bytes > official
      ? [`${image} is ${grouped(built.bytes - official)} bytes larger than the official image`]
      : []),
    ...(built.applets.length < officialApplets
      ? [`${image} has ${built.applets.length} applets, the official image ${officialApplets}`]
      : []),
  ];
}

function unevenApplets(rows: readonly SizeRow[]): string[] {
  return rows.flatMap(({ project, platform, built }) => {
    const others = rows.filter((row) => row.project === project).flatMap((row) => row.built?.applets ?? []);
    const lacking = [...new Set(others)].filter((name) => built !== null && !built.applets.includes(name));
    return lacking.length === 0
      ? []
      : [`${project} for ${platform} lacks ${lacking.join(', ')}, which it has on other platforms`];
  });
}

function grouped(bytes: number): string {
  return bytes.toLocaleString('en-US');
}

function percent(ratio: number): string {
  return `${ratio > 0 ? '+' : ''}${(100 * ratio).toFixed(1)} %`;
}
