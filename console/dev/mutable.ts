/** A resource as the server holds it: what clients only read, the fleet changes. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }
