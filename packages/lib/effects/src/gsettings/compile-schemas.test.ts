import { file, install, packageOf } from '../install-in-tests';
import { compileSchemas } from './compile-schemas';

const ENUMS = `<?xml version="1.0"?>
<schemalist><enum id="org.Side"><value nick="left" value="1"/><value nick="right" value="2"/></enum></schemalist>`;
const SCHEMA = `<!-- of a test --><schemalist gettext-domain="texts">
  <schema id="org.one" path="/org/one/">
    <key name="side" enum="org.Side">
      <default>'left'</default><aliases><alias value="west" target="left"/></aliases><summary>A &amp; B</summary>
    </key>
    <key name="size" type="i"><range min="1" max="9"/><default>3</default></key>
    <key name="title" type="s"><default l10n="messages" context="short"> 'Title' </default></key>
    <child name="more" schema="org.two"/>
  </schema>
  <schema id="org.two" extends="org.one"><override name="size">4</override></schema>
</schemalist>`;

/** What a reader finds at a path of names, as gvdb-reader.c of GLib looks it up: the bytes of a value, or of a table. */
function found(bytes: Buffer, names: readonly string[]): string | null {
  let [start, end] = [bytes.readUInt32LE(16), bytes.readUInt32LE(20)];
  let kind = 'H';
  for (const name of names) {
    if (kind !== 'H') return null;
    const buckets = bytes.readUInt32LE(start + 4);
    const items = start + 8 + 4 * buckets;
    const count = (end - items) / 24;
    const hash = [...Buffer.from(name)].reduce((sum, unit) => (Math.imul(sum, 33) + unit) >>> 0, 5381);
    const bucket = hash % buckets;
    const first = bytes.readUInt32LE(start + 8 + 4 * bucket);
    const last = bucket + 1 < buckets ? bytes.readUInt32LE(start + 12 + 4 * bucket) : count;
    const at = Array.from({ length: last - first }, (_none, index) => items + 24 * (first + index)).find((item) => {
      const [key, size] = [bytes.readUInt32LE(item + 8), bytes.readUInt16LE(item + 12)];
      return bytes.readUInt32LE(item) === hash && bytes.toString('utf8', key, key + size) === name;
    });
    if (at === undefined) return null;
    kind = bytes.toString('latin1', at + 14, at + 15);
    [start, end] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 20)];
  }
  return bytes.toString('latin1', start, end);
}

const FILES = [
  { name: 'org.one.gschema.xml', text: SCHEMA },
  { name: 'org.enums.xml', text: ENUMS },
];

it('has what GSettings asks for: defaults with what else is known of a key, and where schemas are', () => {
  const { database, ignored } = compileSchemas(FILES);
  expect(ignored).toEqual([]);
  expect(found(database, ['org.one', '.path'])).toBe('/org/one/\0\0s');
  expect(found(database, ['org.one', '.gettext-domain'])).toBe('texts\0\0s');
  expect(found(database, ['org.one', 'more/'])).toBe('org.two\0\0s');
  expect(found(database, ['org.two', '.extends'])).toBe('org.one\0\0s');
  expect(found(database, ['org.one', 'size'])).toBe('\x03\0\0\0r\0\0\0\x01\0\0\0\x09\0\0\0\0(i(y(ii)))');
  expect(found(database, ['org.two', 'size'])).toBe('\x04\0\0\0r\0\0\0\x01\0\0\0\x09\0\0\0\0(i(y(ii)))');
  expect(found(database, ['org.one', 'title'])).toBe(`Title\0lmshort\x04'Title'\0\x06\0(s(y(ys)))`);
  const side = found(database, ['org.one', 'side']) ?? '';
  expect(side).toContain('\x01\0\0\0\xffleft\0\0\xff\x02\0\0\0\xffright\0\xff\0\0\0\0\xfewest\0\0\xff');
  expect(found(database, ['org.none'])).toBeNull();
  expect(compileSchemas([...FILES].reverse()).database.equals(database)).toBe(true);
});

it('takes other defaults, for all and for one desktop', () => {
  const text = '# ours\n[org.one]\nsize=5\nnone=1\n[org.one:Shell]\nsize = 6\ntitle="x"\n[org.none]\na=1\n';
  const { database } = compileSchemas([...FILES, { name: '10_x.gschema.override', text }]);
  const size = found(database, ['org.one', 'size']) ?? '';
  expect([size.slice(0, 4), size.includes('Shell\0'), size.includes('\x06\0\0\0\0i')]).toEqual([
    '\x05\0\0\0',
    true,
    true,
  ]);
  expect(found(database, ['org.one', 'title'])).not.toContain('Shell');
});

it.each([
  ['no XML', 'none'],
  ['another element', '<list/>'],
  ['one that does not end', '<schemalist><schema id="a">'],
  ['a default of another type', SCHEMA.replace('<default>3<', "<default>'3'<")],
  ['an unknown enumeration', SCHEMA.replace('org.Side', 'org.None')],
  ['an alias of nothing', SCHEMA.replace('target="left"', 'target="up"')],
  ['nothing to override', SCHEMA.replace('override name="size"', 'override name="none"')],
])('ignores a file with %s', (_what, text) => {
  expect(compileSchemas([{ name: 'org.one.gschema.xml', text }, ...FILES.slice(1)]).ignored).toEqual([
    'org.one.gschema.xml',
  ]);
});

const DIRECTORY = '/usr/share/glib-2.0/schemas';
const POSTINST = `"/usr/lib/aarch64-linux-gnu/glib-2.0/glib-compile-schemas" ${DIRECTORY}`;

it('is made by the script that calls for it, of the schemas of all packages', async () => {
  const [one, enums] = FILES.map(({ text }) => file(text));
  const other = packageOf('other', null, { [`${DIRECTORY}/org.one.gschema.xml`]: one ?? file() });
  const glib = packageOf('libglib2.0-0t64', POSTINST, { [`${DIRECTORY}/org.enums.xml`]: enums ?? file() });
  const { nodes, lines } = await install([glib, other]);
  const content = nodes.get(`${DIRECTORY}/gschemas.compiled`)?.content;
  const expected = compileSchemas(FILES).database;
  expect(content !== undefined && 'bytes' in content && Buffer.from(content.bytes).equals(expected)).toBe(true);
  expect(lines.map(({ outcome }) => outcome)).toEqual(['made']);
});

it('is named where a schema is not understood, and nothing where there is none', async () => {
  const broken = packageOf('a', POSTINST, { [`${DIRECTORY}/a.gschema.xml`]: file('<a>') });
  expect((await install([broken])).lines.map(({ outcome }) => outcome)).toContain('unknown');
  const none = await install([packageOf('a', POSTINST)]);
  expect([...none.nodes.keys()]).toEqual([]);
});
