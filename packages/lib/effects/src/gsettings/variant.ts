/** A value of GVariant as it is stored, little-endian (https://docs.gtk.org/glib/gvariant-specification-1.0.html). */
export interface Variant {
  /** Its type string: `as`, `(yau)`. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** Basic types of a fixed size in bytes, which is their alignment as well. */
const SIZES: Readonly<Record<string, number>> = { b: 1, y: 1, n: 2, q: 2, i: 4, u: 4, h: 4, x: 8, t: 8, d: 8 };

/** Where the one complete type ends that begins at `start` of a type string. */
function typeEnd(types: string, start: number): number {
  const first = types.charAt(start);
  if (first === 'a' || first === 'm') return typeEnd(types, start + 1);
  if (first !== '(' && first !== '{') return start + 1;
  let at = start + 1;
  while (at < types.length && !')}'.includes(types.charAt(at))) at = typeEnd(types, at);
  return at + 1;
}

/** The types in a tuple or an entry of a dictionary: `(yau)` has `y` and `au`. */
export function memberTypes(type: string): string[] {
  const members: string[] = [];
  for (let at = 1; at < type.length - 1;) {
    const end = typeEnd(type, at);
    members.push(type.slice(at, end));
    at = end;
  }
  return members;
}

function alignment(type: string): number {
  const [first = ''] = type;
  if (first === 'v') return 8;
  if (first === 'a' || first === 'm') return alignment(type.slice(1));
  if (first === '(' || first === '{') return Math.max(1, ...memberTypes(type).map(alignment));
  return SIZES[first] ?? 1;
}

function isFixed(type: string): boolean {
  const [first = ''] = type;
  if (first === '(' || first === '{') return memberTypes(type).every(isFixed);
  return Object.hasOwn(SIZES, first);
}

/** A text, of one of the types for texts. */
export function text(value: string, type = 's'): Variant {
  return { type, bytes: Buffer.from(`${value}\0`, 'utf8') };
}

export function byte(value: number): Variant {
  return { type: 'y', bytes: Buffer.from([value]) };
}

/** A whole number, of one of the types for numbers; null where it has no room. */
export function integer(value: bigint, type: string): Variant | null {
  const size = SIZES[type] ?? 1;
  const isSigned = 'nixh'.includes(type);
  const bits = size * 8;
  const fits = isSigned ? BigInt.asIntN(bits, value) === value : BigInt.asUintN(bits, value) === value;
  if (!fits) return null;
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return { type, bytes: bytes.subarray(0, size) };
}

export function double(value: number): Variant {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return { type: 'd', bytes };
}

/** A value of any type, with its type. */
export function boxed({ type, bytes }: Variant): Variant {
  return { type: 'v', bytes: Buffer.concat([bytes, Buffer.from(`\0${type}`, 'latin1')]) };
}

/** Nothing or something; `of` is the type of the latter. */
export function maybe(of: string, value: Variant | null): Variant {
  const end = value === null || isFixed(of) ? [] : [Buffer.from([0])];
  return { type: `m${of}`, bytes: Buffer.concat([...(value === null ? [] : [value.bytes]), ...end]) };
}

export function array(of: string, elements: readonly Variant[]): Variant {
  const { body, ends } = joined(elements);
  return { type: `a${of}`, bytes: isFixed(of) ? body : framed(body, ends) };
}

/** A tuple, or with `{}` an entry of a dictionary. */
export function tuple(members: readonly Variant[], [open, close] = ['(', ')']): Variant {
  const type = `${open}${members.map((one) => one.type).join('')}${close}`;
  const { body, ends } = joined(members);
  if (isFixed(type)) return { type, bytes: padded(body.length === 0 ? Buffer.alloc(1) : body, alignment(type)) };
  // Where a member ends can be told of all but those of a fixed size and the last one.
  const told = ends.filter((_end, at) => at < members.length - 1 && !isFixed(members[at]?.type ?? ''));
  return { type, bytes: framed(body, told.reverse()) };
}

/** Values one after the other, each where its alignment allows, and where each ends. */
function joined(values: readonly Variant[]): { readonly body: Buffer; readonly ends: number[] } {
  let body = Buffer.alloc(0);
  const ends: number[] = [];
  for (const { type, bytes } of values) {
    body = Buffer.concat([padded(body, alignment(type)), bytes]);
    ends.push(body.length);
  }
  return { body, ends };
}

/** With offsets behind it, as wide as the whole of it needs. */
function framed(body: Buffer, offsets: readonly number[]): Buffer {
  const size = [1, 2, 4].find((width) => body.length + offsets.length * width < 2 ** (8 * width)) ?? 4;
  const table = Buffer.alloc(offsets.length * size);
  for (const [at, offset] of offsets.entries()) table.writeUIntLE(offset, at * size, size);
  return Buffer.concat([body, table]);
}

/** With zeros up to the next multiple of `multiple`. */
export function padded(bytes: Buffer, multiple: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((multiple - (bytes.length % multiple)) % multiple)]);
}
