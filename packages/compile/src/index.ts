export { compile, type CompileOptions } from './compile';
export { type Compiler, compilerFor, SYSROOT } from './compiler';
