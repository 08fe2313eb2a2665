type Primitive = string | number | boolean | bigint | symbol | null | undefined;

/** A type whose values nobody changes, nor what is in them. A branded text stays one. */
export type DeepReadonly<T> = T extends Primitive ? T : { readonly [K in keyof T]: DeepReadonly<T[K]> };
