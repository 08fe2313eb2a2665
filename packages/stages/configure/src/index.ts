export { configure } from './configure';
export { type ConfigureOptions, configureOptions } from './options';
