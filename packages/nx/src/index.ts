export {
  createDependencies,
  createNodes,
  createNodes as createNodesV2,
  inferImage,
  name,
  preTasksExecution,
} from './plugin';
