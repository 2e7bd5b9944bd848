import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Direction, Schema } from '../../src/ocpp/schemas/schema.ts'

/** One message of the specification: the request of an action, its response, or a SEND. */
export interface Message {
  /** `BootNotificationRequest`, or for a SEND the action itself. */
  readonly name: string
  readonly action: string
  readonly direction: Direction
  readonly schema: Schema
}

export interface SchemaSet {
  readonly folder: 'v16' | 'v201' | 'v21'
  readonly messages: readonly Message[]
  /** Shared types, by their name in the specification; the same name means the same everywhere within one version. */
  readonly definitions: Readonly<Record<string, Schema>>
}

const KEYWORDS = new Set([
  '$ref',
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'format',
  'maxLength',
  'minimum',
  'maximum',
  'multipleOf',
  'minItems',
  'maxItems',
])
/** Words that constrain nothing: prose, names for other languages, and `additionalItems` beside a single `items`. */
const IGNORED = new Set([
  '$schema',
  '$id',
  'comment',
  'description',
  'javaType',
  'definitions',
  'default',
  'additionalItems',
])

const SOURCES = { v16: 'ocpp1_6.json', v201: 'ocpp2_0_1.json', v21: 'ocpp2_1.json' } as const

/** The files the specification's schemas are read from. */
export function schemaFiles(): string[] {
  const root = dirname(createRequire(import.meta.url).resolve('ocpp-rpc'))
  return Object.values(SOURCES).map((file) => join(root, 'lib', 'schemas', file))
}

/**
 * Reads the three sets of schemas.
 * @throws Error when a schema uses a keyword nobody here understands, or one name means two things.
 */
export function readSchemaSets(): SchemaSet[] {
  const files = schemaFiles()
  return (['v16', 'v201', 'v21'] as const).map((folder, at) => readSet(folder, files[at] ?? ''))
}

function readSet(folder: SchemaSet['folder'], file: string): SchemaSet {
  const sources: RawMessage[] = JSON.parse(readFileSync(file, 'utf8'))
  const definitions: Record<string, Schema> = {}
  const messages = sources.map((source) => {
    for (const [name, raw] of Object.entries(source.definitions ?? {})) {
      const definition = clean(raw, name)
      const known = definitions[name]
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition)) {
        throw new Error(`${file}: the definition ${name} means two things`)
      }
      definitions[name] = definition
    }
    return { ...messageName(source.$id), schema: clean(source, source.$id) }
  })
  if (messages.length === 0) throw new Error(`${file}: no schemas`)
  return { folder, messages, definitions }
}

type RawMessage = { $id: string; definitions?: Record<string, Record<string, unknown>> } & Record<string, unknown>

function messageName(id: string): Omit<Message, 'schema'> {
  const [, action = '', suffix] = /^urn:(\w+?)(\.req|\.conf|Request|Response)?$/.exec(id) ?? []
  if (action === '') throw new Error(`${id}: not the name of a message`)
  const direction = suffix === '.conf' || suffix === 'Response' ? 'response' : 'request'
  if (suffix === undefined) return { name: action, action, direction }
  return { name: `${action}${direction === 'request' ? 'Request' : 'Response'}`, action, direction }
}

function clean(raw: Record<string, unknown>, where: string): Schema {
  const entries: [string, unknown][] = []
  for (const [keyword, value] of Object.entries(raw)) {
    if (IGNORED.has(keyword)) continue
    if (!KEYWORDS.has(keyword)) throw new Error(`${where}: the keyword ${keyword} is not understood`)
    entries.push([keyword, cleanValue(keyword, value, where)])
  }
  return Object.fromEntries(entries)
}

function cleanValue(keyword: string, value: unknown, where: string): unknown {
  if (keyword === 'items') return clean(asObject(value, where), where)
  if (keyword !== 'properties') return value
  return Object.fromEntries(
    Object.entries(asObject(value, where)).map(([name, property]) => [name, clean(asObject(property, where), where)]),
  )
}

function asObject(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${where}: not an object`)
  return { ...value }
}
