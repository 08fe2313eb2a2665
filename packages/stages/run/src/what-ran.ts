/** `> nx run coral:compile--amd64`, with where a result comes from in brackets when nothing ran. */
const HEADER = /^> nx run \S+(?<from> +\[.*\])?$/;

/** What Nx says about the whole run: ` NX   Successfully ran target …`, and the lines behind it. */
const BANNER = /^ (NX|>) {2}/;

/** One line for a task whose words Nx keeps to itself: `✔  nx run coral:toolchain--amd64`. */
const DONE = /^\s*✔ /;

/**
 * Takes out of what Nx writes, line by line, what happened: what tasks say that run. Results from the cache say it as if
 * they happened now, and there are dozens of them.
 */
export class WhatRan {
  private part: 'task' | 'cached' | 'banner' = 'task';
  private banner: string[] = [];

  /** Whether a line, without its end, is news. */
  isNews(line: string): boolean {
    const header = HEADER.exec(line);
    if (header !== null) this.part = header.groups?.['from'] === undefined ? 'task' : 'cached';
    else if (BANNER.test(line)) {
      this.part = 'banner';
      this.banner = [];
    }
    if (this.part === 'banner') this.banner.push(line);
    return this.part === 'task' && line.trim() !== '' && !DONE.test(line);
  }

  /** The last that Nx said about the whole run: why it failed, where it did. */
  verdict(): string {
    return this.banner.join('\n').trim();
  }
}
