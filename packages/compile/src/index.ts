export { compile } from './compile';
export { type Compiler, compilerFor, SYSROOT } from './compiler';
export { type CompileOptions } from './options';
