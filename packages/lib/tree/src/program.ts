import { headOf, reasonOf } from '@basewright/core';
import { elfFacts, isElf, readElf } from '@basewright/elf';
import { z } from 'zod';

const elf = elfFacts.pick({
  machine: true,
  bits: true,
  endian: true,
  type: true,
  interpreter: true,
  needed: true,
  soname: true,
  runpath: true,
  rpath: true,
  versionsNeeded: true,
  versionsDefined: true,
});

/** What the kernel makes of a file that is to be executed, or a loader of a shared object, told from its content. */
export const program = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('elf'), elf }),
  z.strictObject({
    kind: z.literal('script'),
    /** The program that its first line names, as it is written there: `/bin/sh`. */
    interpreter: z.string(),
    /** What `env` starts for it: `python3` of `#!/usr/bin/env python3`; null by any other interpreter. */
    runs: z.string().nullable(),
    /** The first line ends in a carriage return, which belongs to its last word. */
    carriageReturn: z.boolean(),
  }),
  /** No script: its first line does not begin with `#!`, or a byte order mark stands before that. */
  z.strictObject({ kind: z.literal('text'), line: z.string(), byteOrderMark: z.boolean() }),
  z.strictObject({ kind: z.literal('foreign'), system: z.enum(['Windows', 'macOS']) }),
  /** It begins as ELF does, and is not. */
  z.strictObject({ kind: z.literal('damaged'), problem: z.string() }),
  z.strictObject({ kind: z.literal('data'), empty: z.boolean() }),
]);

export type Program = z.infer<typeof program>;
/** The part of an ELF file's headers that tells how it starts. */
export type StartFacts = z.infer<typeof elf>;

/** Whether a file is a program, rather than a library for others. */
export function isStartable(path: string, { interpreter, type, soname, needed }: StartFacts): boolean {
  if (interpreter !== null || type === 'executable') return true;
  // A static PIE has neither interpreter nor needs.
  return type === 'shared' && soname === null && needed.length === 0 && !/\.(so|node)(\.|$)/.test(path);
}

/** Looks at a file: of ELF all of it is needed, of anything else what core's headOf gives. */
export function programOf(bytes: Uint8Array): Program {
  if (isElf(bytes)) return elfProgram(bytes);
  const head = headOf(bytes);
  const system = systemOf(head);
  if (system !== undefined) return { kind: 'foreign', system };
  // Bytes, not characters: the kernel knows no encoding.
  const line = head.toString('latin1').split('\n')[0] ?? '';
  return scriptOf(line) ?? textOf(head);
}

function elfProgram(bytes: Uint8Array): Program {
  try {
    const { machine, bits, endian, type, interpreter, needed, soname, ...rest } = readElf(bytes);
    const { runpath, rpath, versionsNeeded, versionsDefined } = rest;
    return {
      kind: 'elf',
      elf: {
        machine,
        bits,
        endian,
        type,
        interpreter,
        needed,
        soname,
        runpath,
        rpath,
        versionsNeeded,
        versionsDefined,
      },
    };
  } catch (error) {
    return { kind: 'damaged', problem: reasonOf(error) };
  }
}

/** As fs/binfmt_script.c reads the line: blanks, a name, blanks, everything else as one argument. */
function scriptOf(line: string): Program | undefined {
  const carriageReturn = line.endsWith('\r');
  const [, interpreter, argument = ''] = /^#![ \t]*([^ \t\r]+)[ \t]*(.*)$/.exec(line.replace(/\r$/, '')) ?? [];
  if (interpreter === undefined) return undefined;
  // `env -S bash -e` and `env A=b bash` name the program after options and variables.
  const named = /^(?:(?:-\S+|\w+=\S*)\s+)*(?<name>[^\s-]\S*)/.exec(argument)?.groups?.['name'];
  const runs = /(^|\/)env$/.test(interpreter) ? (named ?? null) : null;
  return { kind: 'script', interpreter, runs, carriageReturn };
}

const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/** More of a line than anybody needs to recognise it. */
const SHOWN = 60;

function textOf(head: Buffer): Program {
  // eslint-disable-next-line no-control-regex -- what is not in text files
  if (head.length === 0 || /[\0-\x06\x0e-\x1a\x1c-\x1f]/.test(head.toString('latin1')))
    return { kind: 'data', empty: head.length === 0 };
  const byteOrderMark = head.toString('latin1').startsWith(BYTE_ORDER_MARK);
  const [line = ''] = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
  return { kind: 'text', line: line.slice(0, SHOWN), byteOrderMark };
}

/** Programs of other systems by their first bytes: PE, and Mach-O of one machine or of several (which Java's classes share). */
function systemOf(head: Buffer): 'Windows' | 'macOS' | undefined {
  if (head.length < 8) return undefined;
  if (head.toString('latin1', 0, 2) === 'MZ' && head.includes(0)) return 'Windows';
  const magic = head.readUInt32BE(0);
  if ([0xcefaedfe, 0xcffaedfe, 0xfeedface, 0xfeedfacf].includes(magic)) return 'macOS';
  const MACHINES_AT_MOST = 20;
  return magic === 0xcafebabe && head.readUInt32BE(4) < MACHINES_AT_MOST ? 'macOS' : undefined;
}
