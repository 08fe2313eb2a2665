export { configure } from './configure';
export { type ConfigureOptions } from './options';
