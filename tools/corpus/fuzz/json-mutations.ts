import fc from 'fast-check';

/** A change of one value somewhere in a document: another value in its place, or none; or another name for a member. */
type Change =
  | { readonly kind: 'put'; readonly at: number; readonly value: unknown }
  | { readonly kind: 'copy'; readonly at: number; readonly from: number }
  | { readonly kind: 'remove' | 'double'; readonly at: number }
  | { readonly kind: 'rename'; readonly at: number; readonly name: string };

const NAMES = ['__proto__', 'constructor', 'toString', '', '../x', 'a\nb', '/', 'x'.repeat(5000)];
const TEXTS = [
  ...NAMES,
  '/etc/../../x',
  `sha256:${'../'.repeat(20)}x`,
  '\0',
  '-rf',
  '$(touch x)',
  '\u001b[31m',
  '{version}',
  '//',
];
const VALUES = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  {},
  [[[[]]]],
  [null],
  { a: null },
  ...TEXTS,
];

const at = fc.nat();
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), at, value: fc.constantFrom<unknown>(...VALUES) }),
  fc.record({ kind: fc.constant('put' as const), at, value: fc.oneof(fc.string(), fc.integer(), fc.double()) }),
  fc.record({ kind: fc.constant('copy' as const), at, from: at }),
  fc.record({ kind: fc.constantFrom('remove' as const, 'double' as const), at }),
  fc.record({ kind: fc.constant('rename' as const), at, name: fc.constantFrom(...NAMES) }),
);

/** The text of a document with one to four of its values changed: mutations of bytes are mostly no JSON at all. */
export function jsonMutationsOf(document: unknown): fc.Arbitrary<Buffer> {
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) => Buffer.from(JSON.stringify(changes.reduce(changed, document))));
}

/** Values of a document by the order in which they come, itself first. */
function valuesOf(document: unknown): unknown[] {
  if (document === null || typeof document !== 'object') return [document];
  return [document, ...Object.values(document).flatMap(valuesOf)];
}

function changed(document: unknown, one: Change): unknown {
  const all = valuesOf(document);
  const target = one.at % all.length;
  const copied = one.kind === 'copy' ? all[one.from % all.length] : null;
  let count = 0;
  const walk = (value: unknown): unknown[] => {
    const isTarget = count++ === target;
    if (isTarget && one.kind === 'remove') return skip(value, []);
    if (isTarget && one.kind === 'put') return skip(value, [one.value]);
    if (isTarget && one.kind === 'copy') return skip(value, [copied]);
    if (isTarget && one.kind === 'double') return skip(value, [value, value]);
    if (value === null || typeof value !== 'object') return [value];
    if (Array.isArray(value)) return [value.flatMap(walk)];
    // JSON.parse gives an object a member of any name, and so does fromEntries.
    const members = Object.entries(value).flatMap(([name, inner]) => {
      const renamed = one.kind === 'rename' && count === target ? one.name : name;
      return walk(inner).map((next) => [renamed, next] as const);
    });
    return [Object.fromEntries(members)];
  };
  const skip = (value: unknown, put: unknown[]): unknown[] => {
    count += valuesOf(value).length - 1;
    return put;
  };
  // A document that was removed as a whole leaves an empty one.
  return walk(document)[0] ?? null;
}
