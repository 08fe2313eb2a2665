export { type PublishOptions, type RootfsOption, publishOptions } from './options';
export { publish } from './publish';
export { publishDirectory } from './push/publish-directory';
