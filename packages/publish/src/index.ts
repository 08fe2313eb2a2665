export { type PublishOptions, type RootfsOption } from './options';
export { publish } from './publish';
