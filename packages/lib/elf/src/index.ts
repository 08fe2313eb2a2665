export { type DynamicSymbols, dynamicSymbols } from './dynamic-symbols';
export { expandPath } from './expand-path';
export { type ElfFacts, elfFacts } from './facts';
export { isElf } from './header';
export { isCodeFor, type MachineCode, machineProblem } from './machine-problem';
export { type Protections, readProtections } from './protections';
export { readElf } from './read';
