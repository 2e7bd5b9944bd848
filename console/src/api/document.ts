import { queryOptions } from '@tanstack/react-query'
import type { JsonSchema } from '#json-schema'
import type { Route } from './ask.ts'
import { API, get } from './client.ts'

/** The API's own document (OpenAPI 3.1), as far as forms are made of it. */
export interface ApiDocument {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly summary?: string
            readonly description?: string
            readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> }
          }
        >
      >
    >
  >
  readonly components?: { readonly schemas?: Readonly<Record<string, JsonSchema>> }
}

/** The same as long as the platform runs. */
export const documentQuery = queryOptions({
  queryKey: ['openapi'],
  queryFn: ({ signal }) => get<ApiDocument>('/openapi.json', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Schemas refer to others by name; deeper than that none does that a person could fill in. */
const DEEPEST = 12

/** What a route wants in its body, with every schema it refers to in its place; undefined when it wants nothing. */
export function bodySchema(document: ApiDocument, route: Route): JsonSchema | undefined {
  const [method = '', path = ''] = route.split(' ')
  const operation = document.paths[`${API}${path}`]?.[method.toLowerCase()]
  const schema = operation?.requestBody?.content['application/json']?.schema
  return schema && inPlace(schema, document.components?.schemas ?? {}, 0)
}

function inPlace(schema: JsonSchema, schemas: Readonly<Record<string, JsonSchema>>, depth: number): JsonSchema {
  const { $ref, ...rest } = schema
  const named = $ref === undefined ? undefined : schemas[$ref.slice($ref.lastIndexOf('/') + 1)]
  const whole: JsonSchema = { ...named, ...rest }
  if (depth >= DEEPEST) return {}
  const inner = (each: JsonSchema): JsonSchema => inPlace(each, schemas, depth + 1)
  const each = (of: Readonly<Record<string, JsonSchema>>) =>
    Object.fromEntries(Object.entries(of).map(([name, value]) => [name, inner(value)]))
  const [only] = whole.enum ?? []
  return {
    ...whole,
    // The document writes what can be one word only as a choice of one.
    ...(whole.enum?.length === 1 && only !== undefined && { const: only }),
    ...(whole.properties && { properties: each(whole.properties) }),
    ...(whole.patternProperties && { patternProperties: each(whole.patternProperties) }),
    ...(whole.items && { items: inner(whole.items) }),
    ...(whole.oneOf && { oneOf: whole.oneOf.map(inner) }),
    ...(whole.anyOf && { anyOf: whole.anyOf.map(inner) }),
    ...(typeof whole.additionalProperties === 'object' && {
      additionalProperties: inner(whole.additionalProperties),
    }),
  }
}
