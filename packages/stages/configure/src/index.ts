export { parseConfig } from './config-text';
export { configure } from './configure';
export { type ConfigureOptions, configureOptions } from './options';
export { whatIsNotKconfig } from './read-requests';
