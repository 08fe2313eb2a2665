export { emulatorSet, type EmulatorSource, type ImageRunner, imageRunner, oldestProcessor } from './image-runner';
