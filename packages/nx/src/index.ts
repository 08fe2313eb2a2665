export { createNodes, createNodes as createNodesV2, inferImage, name } from './plugin';
