/** An element of XML, as far as files of data have it. */
export interface Markup {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Markup[];
  /** The text in it, without that of its children. */
  readonly text: string;
}

const TOKEN =
  /<!--[^]*?-->|<\?[^]*?\?>|<!DOCTYPE[^>]*>|<!\[CDATA\[(?<data>[^]*?)\]\]>|<\/(?<end>[^\s>]+)\s*>|<(?<start>[^\s/>!?]+)(?<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)>|(?<text>[^<]+)/y;
const ATTRIBUTE = /([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Markup[];
  text: string;
}

/** The one element that a file of XML is; null for a text that is none. */
export function parseMarkup(source: string): Markup | null {
  const whole: Open = { name: '', attributes: new Map(), children: [], text: '' };
  const open: Open[] = [whole];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    const { data, end, start, attributes = '', text = '' } = TOKEN.exec(source)?.groups ?? {};
    if (TOKEN.lastIndex <= at) return null;
    const inner = open.at(-1) ?? whole;
    inner.text += data ?? decoded(text);
    if (start !== undefined) {
      const element: Open = { name: start, attributes: attributesOf(attributes), children: [], text: '' };
      inner.children.push(element);
      if (!attributes.endsWith('/')) open.push(element);
    }
    if (end !== undefined && open.pop()?.name !== end) return null;
  }
  return open.length === 1 && whole.children.length === 1 ? (whole.children[0] ?? null) : null;
}

function attributesOf(written: string): Map<string, string> {
  return new Map(
    [...written.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [name, decoded(double ?? single ?? '')]),
  );
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (all, hex?: string, number?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? all) : all;
      return String.fromCodePoint(Math.min(hex === undefined ? Number(number) : parseInt(hex, 16), 0x10ffff));
    },
  );
}
