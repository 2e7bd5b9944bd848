import { type Static, type TObject, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox'

/** A domain type as JSON carries it: dates are ISO 8601 strings. */
export type Wire<T> = unknown extends T
  ? unknown
  : T extends Date
    ? string
    : T extends readonly (infer Item)[]
      ? Wire<Item>[]
      : T extends object
        ? { -readonly [Key in keyof T]: Wire<T[Key]> }
        : T

/** True when two types are the same to the last optional property. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

type Proof<S extends TSchema, T> =
  Same<Wire<Static<S>>, Wire<T>> extends true ? [] : ['this schema is not the domain type; compare with', Wire<T>]

const named = new Map<string, TSchema>()

/**
 * Names the schema of a domain type, for the OpenAPI document and the clients made from it. Does not compile when schema
 * and type differ: `resource<Party>()('Party', Type.Object({ … }))`. A handler answering with it returns a `Party`.
 */
export function resource<T>() {
  return <S extends TSchema>(name: string, schema: S, ..._proof: Proof<S, T>): TUnsafe<T> => {
    if (named.has(name)) throw new Error(`Two schemas are named ${name}`)
    named.set(name, schema)
    return Type.Unsafe<T>({ $ref: `${name}#` })
  }
}

/** Every named schema with the name it is referred to by. */
export function namedSchemas(): readonly { $id: string }[] {
  return [...named].map(([name, schema]) => ({ ...schema, $id: name }))
}

/** One of these words. */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
  description?: string,
): TUnsafe<Words[number]> {
  return Type.Unsafe<Words[number]>({ type: 'string', enum: [...words], ...(description && { description }) })
}

/** An object with no other fields than these: a field that is misspelt is an error, not silence. */
export function exactly<P extends TProperties>(properties: P, said: object = {}): TObject<P> {
  return Type.Object(properties, { additionalProperties: false, ...said })
}

/** A value, or null to take it away. */
export function orNull<S extends TSchema>(schema: S): TUnsafe<Static<S> | null> {
  const { type, enum: words } = schema as { type?: string; enum?: readonly unknown[] }
  return Type.Unsafe<Static<S> | null>(
    type === undefined
      ? { anyOf: [schema, { type: 'null' }] }
      : { ...schema, type: [type, 'null'], ...(words && { enum: [...words, null] }) },
  )
}
