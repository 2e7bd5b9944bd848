type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The properties that have a value: wires leave out what the domain leaves out. */
export function defined<T extends object>(properties: T): Defined<T>
export function defined(properties: Readonly<Record<string, unknown>>): object {
  const result: Record<string, unknown> = {}
  for (const name in properties) {
    const value = properties[name]
    if (value !== undefined) result[name] = value
  }
  return result
}
