/** A fenced block of a page. */
export interface DocBlock {
  readonly language: string;
  /** What follows the language: `title=images/x/image.json` names the file that a reader writes the block to. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The fenced blocks of a Markdown text, in order. */
export function docBlocks(markdown: string): DocBlock[] {
  return [...markdown.matchAll(/^```(\S+)(.*)\n([^]*?)^```$/gm)].map(([, language = '', info = '', text = '']) => ({
    language,
    attributes: Object.fromEntries(
      [...info.matchAll(/(\S+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
    ),
    text,
  }));
}
