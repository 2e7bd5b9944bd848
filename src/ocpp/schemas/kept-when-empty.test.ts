import { expect, test } from 'vitest'
import { KEPT_WHEN_EMPTY } from '#ocpp/rpc'
import * as ready16 from './generated/v16.js'
import * as ready21 from './generated/v21.js'
import * as ready201 from './generated/v201.js'
import type { Schema, SchemaSource } from './schema.ts'

/** Names of required properties for which an empty object or list is to the letter. */
function requiredAndMaybeEmpty(source: SchemaSource): string[] {
  const names = new Set<string>()
  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : (source.definitions[schema.$ref.replace('#/definitions/', '')] ?? {})
  const visit = (schema: Schema): void => {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      visit(property)
      const { type, minItems = 0, required = [] } = resolve(property)
      if (!schema.required?.includes(name)) continue
      if ((type === 'array' && minItems === 0) || (type === 'object' && required.length === 0)) names.add(name)
    }
    if (schema.items !== undefined) visit(schema.items)
  }
  for (const schema of [...Object.values(source.messages), ...Object.values(source.definitions)]) visit(schema)
  return [...names]
}

test('B-12 what is required and may be empty is written even when it is', () => {
  const all = [ready16, ready201, ready21].flatMap(({ schemas }) => requiredAndMaybeEmpty(schemas))
  expect([...new Set(all)].sort()).toEqual([...KEPT_WHEN_EMPTY].sort())
})
