import fc from 'fast-check';

/** One change of a file: `cut` bytes at `at` give way to `put`. A flip, a cut-off end and a doubled line are all of this kind. */
interface Edit {
  /** Counted from the end when below zero. */
  readonly at: number;
  readonly cut: number;
  /** Bytes, or a part of the file itself, so many times. */
  readonly put: Uint8Array | { readonly from: number; readonly length: number; readonly times: number };
}

/** Where parsers find what they believe: numbers at their limits, and what delimits words. */
const WORDS = [
  ...[
    '',
    '\0',
    '\n',
    '\n\n',
    '\\',
    '\\\n',
    '"',
    "'",
    '(',
    ')',
    '!',
    '&&',
    '||',
    '=',
    ':',
    ' ',
    '\t',
    '#',
    '/',
    '..',
    '../',
  ],
  ...[
    '-1',
    '0',
    '1e99',
    '99999999999999999999',
    '0x',
    'y',
    'source',
    'if',
    'endif',
    'help',
    '[',
    ']',
    '{',
    '}',
    ',',
    'null',
  ],
  ...['__proto__', 'constructor', '\u{1f600}', '\ufeff', '\u202e', '\x1b[31m', 'é'],
].map((word) => Buffer.from(word));

const NUMBERS = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  2n ** 63n - 1n,
  2n ** 64n - 1n,
].flatMap((number) =>
  [1, 2, 4, 8].flatMap((width) => {
    const little = Buffer.alloc(8);
    little.writeBigUInt64LE(BigInt.asUintN(8 * width, number));
    const bytes = little.subarray(0, width);
    return [bytes, Buffer.from(bytes).reverse()];
  }),
);

const small = fc.nat(16);
/** Headers stand at the beginning or at the end of a file, and mistakes in them go furthest. */
const position = fc.oneof(fc.nat(512), fc.nat(), fc.integer({ min: -4096, max: -1 }));

const edit: fc.Arbitrary<Edit> = fc.record({
  at: position,
  cut: fc.oneof(small, small, fc.nat(4096), fc.constant(Number.MAX_SAFE_INTEGER)),
  put: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom(...WORDS),
    fc.constantFrom(...NUMBERS),
    fc.record({ from: position, length: fc.nat(600), times: fc.oneof(fc.constant(1), fc.nat(40)) }),
  ),
});

/** A file with one to six changes somewhere in it. */
export function mutationsOf(file: Buffer): fc.Arbitrary<Buffer> {
  return fc.array(edit, { minLength: 1, maxLength: 6 }).map((edits) => edits.reduce(applied, file));
}

function applied(file: Buffer, { at, cut, put }: Edit): Buffer {
  const place = within(file, at);
  return Buffer.concat([file.subarray(0, place), bytesOf(file, put), file.subarray(place + cut)]);
}

function bytesOf(file: Buffer, put: Edit['put']): Uint8Array {
  if (put instanceof Uint8Array) return put;
  const from = within(file, put.from);
  const part = file.subarray(from, from + put.length);
  return Buffer.concat(Array.from({ length: put.times }, () => part));
}

function within(file: Buffer, at: number): number {
  const length = file.length + 1;
  return ((at % length) + length) % length;
}
