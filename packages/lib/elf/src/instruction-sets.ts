import { type Attributes, readAttributes } from './attributes';
import { type ElfHeader } from './header';
import { readProperties } from './properties';
import { readSections } from './sections';
import { type Segment } from './segments';
import { type ElfView } from './view';

/** Section type of the attributes, the same number on ARM and on RISC-V. */
const SHT_ATTRIBUTES = 0x70000003;

const MACHINE = { i386: 3, arm: 40, x86_64: 62, riscv: 243 } as const;

/** The instruction sets that a file says it needs; none where it does not say. Throws BAD_INPUT for notes that are cut off. */
export function instructionSets(header: ElfHeader, segments: readonly Segment[]): string[] {
  const { view, machine } = header;
  switch (machine) {
    case MACHINE.arm:
      return armSets(attributesOf(header, (tag) => tag === 4 || tag === 5 || (tag > 32 && tag % 2 === 1)));
    case MACHINE.riscv:
      return riscvSets(attributesOf(header, (tag) => tag % 2 === 1));
    case MACHINE.i386:
    case MACHINE.x86_64:
      return x86Sets(view, segments);
    default:
      return [];
  }
}

function attributesOf(header: ElfHeader, isText: (tag: number) => boolean): Attributes {
  const section = readSections(header).find(({ type }) => type === SHT_ATTRIBUTES);
  return section === undefined ? new Map() : readAttributes(header.view, section, isText);
}

/** Tag_CPU_arch, Tag_FP_arch and Tag_Advanced_SIMD_arch by value (Addenda to the ABI for the Arm architecture, 3.3.5.2). */
const ARM_TAGS: readonly (readonly [number, string, readonly string[]])[] = [
  [6, 'armv', 'pre4 4 4T 5T 5TE 5TEJ 6 6KZ 6T2 6K 7 6-M 6S-M 7E-M 8-A 8-R'.split(' ')],
  [10, '', ['', ...'VFPv1 VFPv2 VFPv3 VFPv3-D16 VFPv4 VFPv4-D16 FP-ARMv8 FP-ARMv8-D16'.split(' ')]],
  [12, '', ['', ...'NEONv1 NEONv2 NEON-ARMv8 NEON-ARMv8.1'.split(' ')]],
];

function armSets(attributes: Attributes): string[] {
  return ARM_TAGS.flatMap(([tag, prefix, names]) => {
    const value = attributes.get(tag);
    if (typeof value !== 'number') return [];
    const name = names[value] ?? `${tag}=${value}`;
    return name === '' ? [] : [`${prefix}${name}`];
  });
}

/** Tag_RISCV_arch, `rv64i2p1_m2p0_zicsr2p0`, without the versions. */
function riscvSets(attributes: Attributes): string[] {
  const arch = attributes.get(5);
  return typeof arch === 'string' ? arch.split('_').map((extension) => extension.replace(/\d+p\d+$/, '')) : [];
}

const X86_ISA_1_NEEDED = 0xc0008002;
const X86_LEVELS = ['x86-64', 'x86-64-v2', 'x86-64-v3', 'x86-64-v4'];

/** GNU_PROPERTY_X86_ISA_1_NEEDED (x86-64 psABI, "Program Property"). */
function x86Sets(view: ElfView, segments: readonly Segment[]): string[] {
  const needed = readProperties(view, segments).get(X86_ISA_1_NEEDED) ?? 0;
  return X86_LEVELS.filter((_, bit) => (needed & (1 << bit)) !== 0);
}
