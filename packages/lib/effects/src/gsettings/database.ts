import { boxed, padded, type Variant } from './variant';

/** A table of GLib's database format: values and further tables by name. Some names are listed, as what the table is about. */
export interface Table {
  readonly listed: ReadonlyMap<string, Variant | Table>;
  readonly values: ReadonlyMap<string, Variant>;
}

const SIGNATURE = 'GVariant';
const HEADER_SIZE = 24;
const ITEM_SIZE = 24;
const NONE = 0xffff_ffff;

interface Item {
  readonly name: string;
  readonly hash: number;
  /** null for the item without a name, which has the list. */
  readonly content: Variant | Table | null;
  readonly isListed: boolean;
}

/** The file of a table (gvdb-format.h of GLib), little-endian. Equal tables give equal bytes: items are sorted. */
export function databaseOf(table: Table): Buffer {
  const file = new DatabaseFile();
  const [start, end] = file.table(table);
  const header = Buffer.alloc(HEADER_SIZE);
  header.write(SIGNATURE, 'latin1');
  header.writeUInt32LE(start, 16);
  header.writeUInt32LE(end, 20);
  header.copy(file.bytes);
  return file.bytes;
}

class DatabaseFile {
  bytes = Buffer.alloc(HEADER_SIZE);

  /** Writes a table and all that is in it; gives where the table itself is. */
  table(table: Table): [start: number, end: number] {
    const items = ordered(table);
    const head = Buffer.alloc(8 + 4 * items.length);
    // No filter before the buckets, of which there are as many as items.
    head.writeUInt32LE((5 << 27) >>> 0, 0);
    head.writeUInt32LE(items.length, 4);
    for (let bucket = 0; bucket < items.length; bucket += 1) {
      const first = items.findIndex(({ hash }) => hash % items.length >= bucket);
      head.writeUInt32LE(first === -1 ? items.length : first, 8 + 4 * bucket);
    }
    const place = this.#add(Buffer.concat([head, Buffer.alloc(ITEM_SIZE * items.length)]), 4);
    const root = items.findIndex(({ content }) => content === null);
    const children = items.flatMap(({ isListed }, index) => (isListed ? [index] : []));
    for (const [index, item] of items.entries()) {
      const [name] = this.#add(Buffer.from(item.name, 'utf8'), 1);
      const [start, end] = this.#content(item, children);
      const entry = Buffer.alloc(ITEM_SIZE);
      entry.writeUInt32LE(item.hash, 0);
      entry.writeUInt32LE(item.isListed ? root : NONE, 4);
      entry.writeUInt32LE(name, 8);
      entry.writeUInt16LE(Buffer.byteLength(item.name), 12);
      entry.write(item.content === null ? 'L' : 'type' in item.content ? 'v' : 'H', 14, 'latin1');
      entry.writeUInt32LE(start, 16);
      entry.writeUInt32LE(end, 20);
      entry.copy(this.bytes, place[0] + head.length + ITEM_SIZE * index);
    }
    return place;
  }

  #content({ content }: Item, children: readonly number[]): [start: number, end: number] {
    if (content !== null) return 'type' in content ? this.#add(boxed(content).bytes, 8) : this.table(content);
    const list = Buffer.alloc(4 * children.length);
    for (const [at, child] of children.entries()) list.writeUInt32LE(child, 4 * at);
    return this.#add(list, 4);
  }

  #add(bytes: Buffer, alignment: number): [start: number, end: number] {
    const before = padded(this.bytes, alignment);
    this.bytes = Buffer.concat([before, bytes]);
    return [before.length, this.bytes.length];
  }
}

/** The items of a table by bucket, and in one by name. */
function ordered({ listed, values }: Table): Item[] {
  const all = [
    { name: '', content: null, isListed: false },
    ...[...listed].map(([name, content]) => ({ name, content, isListed: true })),
    ...[...values].map(([name, content]) => ({ name, content, isListed: false })),
  ];
  const hashed = all.map((item) => ({ ...item, hash: hashOf(item.name) }));
  const bucket = ({ hash }: Item): number => hash % all.length;
  return hashed.sort((a, b) => bucket(a) - bucket(b) || (a.name < b.name ? -1 : 1));
}

/** Bernstein's, of signed bytes. */
function hashOf(name: string): number {
  return Buffer.from(name, 'utf8').reduce((hash, unit) => (Math.imul(hash, 33) + ((unit << 24) >> 24)) >>> 0, 5381);
}
