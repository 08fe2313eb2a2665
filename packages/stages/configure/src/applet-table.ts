import { readFile } from 'node:fs/promises';

import { plainPath } from '@basewright/core';

import { type Values } from './kconfig/model';

/** What BusyBox does with root's rights where its file is setuid: give them up, use them, or refuse to go on without. */
export type SuidType = 'DROP' | 'MAYBE' | 'REQUIRE';

/** A symbol, and whether it has to be on. */
interface Condition {
  readonly symbol: string;
  readonly isOn: boolean;
}

/** A line of include/applets.h. An applet may have several, of which one counts. */
export interface AppletLine {
  readonly name: string;
  /** All of them hold where BusyBox has it; the first is the applet's own symbol. */
  readonly conditions: readonly Condition[];
  readonly suid: readonly { readonly type: SuidType; readonly condition: Condition | null }[];
}

/** `IF_LSMOD(   IF_NOT_MODPROBE_SMALL(APPLET_NOEXEC( lsmod, …, BB_SUID_DROP, lsmod)))`. */
const LINE = /^((?:IF_\w+\(\s*)+)APPLET\w*\(\s*([^\s,]+)\s*,(.*)$/gm;
const CONDITION = /IF_(NOT_)?(\w+)\(/g;
const SUID = /(?:IF_(NOT_)?(\w+)\()?BB_SUID_(DROP|MAYBE|REQUIRE)/g;

/** Reads the text of include/applets.h, which BusyBox generates from its C sources. */
export function parseAppletTable(text: string): AppletLine[] {
  return [...text.matchAll(LINE)].map(([, around = '', name = '', rest = '']) => ({
    name,
    conditions: [...around.matchAll(CONDITION)].map(([, not, symbol = '']) => ({ symbol, isOn: not === undefined })),
    suid: [...rest.matchAll(SUID)].map(([, not, symbol, type]) => ({
      type: type as SuidType,
      condition: symbol === undefined ? null : { symbol, isOn: not === undefined },
    })),
  }));
}

/** The same of a directory that {@link kconfigTool} made. */
export async function readAppletTable(tool: string): Promise<AppletLine[]> {
  return parseAppletTable(await readFile(await plainPath(tool, 'include/applets.h'), 'utf8'));
}

/** Whether a .config has what a line is about. */
export function isConfigured({ conditions }: AppletLine, values: Values): boolean {
  return conditions.every((condition) => isMet(condition, values));
}

/** What a .config makes of an applet's use of root's rights. */
export function suidType({ suid }: AppletLine, values: Values): SuidType {
  return suid.find(({ condition }) => condition === null || isMet(condition, values))?.type ?? 'DROP';
}

function isMet({ symbol, isOn }: Condition, values: Values): boolean {
  return (values.get(symbol) === 'y') === isOn;
}
