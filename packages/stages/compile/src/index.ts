export { compile } from './compile';
export { type Compiler, compilerFor } from './compiler';
export { type CompileOptions, compileOptions } from './options';
