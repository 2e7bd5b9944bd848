import { fileURLToPath } from 'node:url'
import { _, Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { formats } from '../../src/ocpp/schemas/formats.ts'
import { isMultipleOf } from '../../src/ocpp/schemas/multiple-of.ts'
import type { Schema } from '../../src/ocpp/schemas/schema.ts'
import type { Message, SchemaSet } from './ocpp-schemas.ts'

const schemasFolder = fileURLToPath(new URL('../../src/ocpp/schemas/', import.meta.url))

/** An ES module with one ready-made function for each message of a version: no validation code is made at run time. */
export async function emitValidators({ messages, definitions }: SchemaSet): Promise<string> {
  const ajv = new Ajv({
    strict: false,
    messages: false,
    code: { source: true, esm: true, formats: _`require("./formats.ts").formats` },
  })
  for (const [name, judge] of Object.entries(formats)) ajv.addFormat(name, judge)
  ajv.removeKeyword('multipleOf')
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    code(context) {
      const judge = context.gen.scopeValue('func', {
        ref: isMultipleOf,
        code: _`require("./multiple-of.ts").isMultipleOf`,
      })
      context.fail(_`!${judge}(${context.data}, ${context.schema})`)
    },
  })
  ajv.addSchema({ $id: 'shared', definitions: mapValues(definitions, pointToShared) })
  for (const { name, schema } of messages) ajv.addSchema({ $id: name, ...pointToShared(schema) })
  const names = Object.fromEntries(messages.map(({ name }) => [name, name]))
  const source = `${standalone.default(ajv, names)}\n${emitTable(messages)}`
  return bundle(source)
}

/** The schemas as plain data, for whoever has to say what is wrong with a payload and where. */
export function emitSchemas({ messages, definitions }: SchemaSet): string {
  const data = { definitions, messages: Object.fromEntries(messages.map(({ name, schema }) => [name, schema])) }
  return `export const schemas = JSON.parse(${JSON.stringify(JSON.stringify(data))})\n`
}

function emitTable(messages: readonly Message[]): string {
  const actions = new Map<string, string[]>()
  for (const { action, direction, name } of messages) {
    actions.set(action, [...(actions.get(action) ?? []), `${direction}: ${name}`])
  }
  return `export const validators = {\n${[...actions].map(([action, names]) => `  ${action}: { ${names.join(', ')} },`).join('\n')}\n}`
}

async function bundle(source: string): Promise<string> {
  const result = await build({
    stdin: { contents: source, resolveDir: schemasFolder, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'node24',
    treeShaking: true,
    minifyWhitespace: true,
    minifySyntax: true,
  })
  return result.outputFiles[0]?.text ?? ''
}

function pointToShared(schema: Schema): Schema {
  const pointed: Schema = { ...schema }
  if (schema.$ref !== undefined) pointed.$ref = `shared${schema.$ref}`
  if (schema.items !== undefined) pointed.items = pointToShared(schema.items)
  if (schema.properties !== undefined) pointed.properties = mapValues(schema.properties, pointToShared)
  return pointed
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
