export { type VexOptions, vexOptions } from './options';
export { vex } from './vex';
