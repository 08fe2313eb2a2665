import { BasewrightError } from '@basewright/core';

/** A library that an image asks for besides what its programs need. */
export type LibraryRequest =
  | { readonly kind: 'soname'; readonly text: string; readonly soname: string }
  | { readonly kind: 'path'; readonly text: string; readonly path: string }
  | { readonly kind: 'name'; readonly text: string; readonly name: string };

/**
 * Reads how an image names a library: a SONAME (`libz.so.1`), an absolute path in Debian
 * (`/usr/lib/x86_64-linux-gnu/gconv/UTF-16.so`), or a name with or without `lib` (`numa`, `libnuma`).
 * Throws BAD_INPUT for anything else.
 */
export function parseLibraryRequest(text: string): LibraryRequest {
  if (text.startsWith('/') && !/(^|\/)\.{1,2}(\/|$)|\/$/.test(text)) return { kind: 'path', text, path: text };
  if (/^[\w+.-]+\.so(\.[\w.+-]+)?$/.test(text)) return { kind: 'soname', text, soname: text };
  if (/^[A-Za-z0-9_][\w+.-]*$/.test(text)) return { kind: 'name', text, name: text.replace(/^lib(?=.)/, '') };
  throw new BasewrightError('BAD_INPUT', `cannot add library "${text}": it is not the name of one`, {
    hint: 'write a name ("numa"), a SONAME ("libnuma.so.1") or an absolute path',
  });
}
