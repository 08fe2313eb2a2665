import { type EntryType, passEntries, type PassingEntry, placeOf } from './layer-entries';

/** One entry of a layer, as its tar has it. */
export interface LayerEntry<Fact> {
  /** Absolute, without a final slash. */
  readonly path: string;
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** What a symbolic link says, or the absolute path that a hard link is another name of. */
  readonly target?: string;
  /** Names of its extended attributes, where it has some: `security.capability`. */
  readonly attributes?: readonly string[];
  /** What was found in a file's content. */
  readonly fact?: Fact;
}

/** Takes the content of one file, piece by piece, and says what was found in it; no more of it need be kept than that takes. */
export interface FactReader<Fact> {
  readonly data: (piece: Buffer) => void;
  readonly end: () => Fact;
}

/** How the content of files is looked at while a layer is read: null for a file, by its path and permission bits, that does not matter. */
export type Inspection<Fact> = (path: string, mode: number) => FactReader<Fact> | null;

/** The entries of a layer, plain or through gzip, in the archive's order. `what` names it in errors: BAD_INPUT. */
export async function readLayer<Fact>(
  file: string,
  what: string,
  inspection: Inspection<Fact>,
): Promise<LayerEntry<Fact>[]> {
  const entries: LayerEntry<Fact>[] = [];
  await passEntries(file, what, (passing) => {
    const { index, path, type, raw } = passing;
    const entry = plainEntry<Fact>(passing);
    entries[index] = entry;
    const reader = type === 'file' ? inspection(path, raw.mode ?? 0) : null;
    if (reader === null) return null;
    return {
      data: reader.data,
      end: () => {
        entries[index] = { ...entry, fact: reader.end() };
      },
    };
  });
  return entries;
}

function plainEntry<Fact>({ path, type, attributes, raw }: PassingEntry): LayerEntry<Fact> {
  const { mode = 0, uid = 0, gid = 0, linkpath } = raw;
  const target = type === 'hardlink' ? (placeOf(linkpath ?? '') ?? '') : linkpath;
  return {
    path,
    type,
    mode: mode & 0o7777,
    uid,
    gid,
    ...(target === undefined || target === '' ? {} : { target }),
    ...(attributes.length === 0 ? {} : { attributes }),
  };
}
