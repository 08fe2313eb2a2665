/** A library that an image asks for besides what its programs need. */
export type LibraryRequest = {
  /** As it was written. */
  readonly text: string;
  /** Why the library is in the image, as a reason names it: `libraries: numa`. */
  readonly by: string;
  /** Where it was written, for errors: `libraries[0]`, `images/a/lib-requires.txt:3`. */
  readonly place: string;
} & (
  | { readonly kind: 'soname'; readonly soname: string }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'name'; readonly name: string }
);

/** What a library's name is read as, or undefined when the text is none. */
type Reading =
  | { readonly kind: 'soname'; readonly soname: string }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'name'; readonly name: string };

/** What to write for a library, as the hint of errors. */
export const LIBRARY_HINT =
  'write a name ("numa"), a SONAME ("libnuma.so.1"), an absolute path in Debian, or the path of a list ("./lib-requires.txt")';

/**
 * Reads how an image names a library: a SONAME (`libz.so.1`), an absolute path in Debian
 * (`/usr/lib/{multiarch}/gconv/UTF-16.so`), or a name or the beginning of one, with or without `lib` (`numa`, `libnuma`).
 */
export function readLibraryName(text: string): Reading | undefined {
  if (text.startsWith('/') && !/(^|\/)\.{1,2}(\/|$)|\/\/|\/$/.test(text)) return { kind: 'path', path: text };
  if (/^[\w+.-]+\.so(\.[\w.+-]+)?$/.test(text)) return { kind: 'soname', soname: text };
  if (/^[A-Za-z0-9_][\w+.-]*$/.test(text)) return { kind: 'name', name: text.replace(/^lib(?=.)/, '') };
  return undefined;
}
