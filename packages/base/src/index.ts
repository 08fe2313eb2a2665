export { fetchBase } from './fetch-base';
export { type DerivedImage, type NewerBase, type NewerBases, newerBases } from './newer-bases';
export { type BaseOptions } from './options';
