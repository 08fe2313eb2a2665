export { type PublishOptions, type RootfsOption } from './options';
export { publish } from './publish';
export { publishDirectory } from './push/publish-directory';
