import { Type } from 'typebox'
import type { CommandKind, VersionsOfCommand } from '#domain/commands'
import { STATION_PROTOCOLS, type StationProtocol } from '#domain/stations'
import { type About, TOPICS, type Topic } from './command-requests/about.ts'
import { FIELD_WORDS } from './command-requests/field-words.ts'
import { COMMAND_KINDS, commandRequests } from './commands.ts'
import { exactly, namedSchemas, oneOf, resource } from './resource.ts'

/** What a person or a program has to know of a kind of command to give it. */
export interface CommandKindInfo {
  readonly kind: CommandKind
  readonly title: string
  readonly description: string
  readonly topic: Topic
  readonly versions: readonly StationProtocol[]
  readonly lacking: Readonly<Record<string, string>>
  readonly request: Readonly<Record<string, unknown>>
}

export const commandKind = resource<CommandKindInfo>()(
  'CommandKindInfo',
  exactly({
    kind: oneOf(COMMAND_KINDS),
    title: Type.String({ description: 'What it is called, as Start charging' }),
    description: Type.String({ description: 'What it does' }),
    topic: oneOf(TOPICS, 'What it is about'),
    versions: Type.Array(oneOf(STATION_PROTOCOLS), { description: 'Versions of OCPP that have it' }),
    lacking: Type.Record(Type.String(), Type.String(), { description: 'Why the other versions have not' }),
    request: Type.Record(Type.String(), Type.Unknown(), {
      description: 'JSON Schema of its request, which refers to nothing outside itself',
    }),
  }),
)

/** Every kind of command, by topic. */
export function describeCommandKinds(versionsOf: VersionsOfCommand): readonly CommandKindInfo[] {
  const all = COMMAND_KINDS.map((kind): CommandKindInfo => {
    const said: Partial<About> = Object.fromEntries(Object.entries(inlined(commandRequests[kind])))
    const { title, description, 'x-topic': topic, ...request } = said
    return {
      kind,
      title: title ?? inWords(kind),
      description: description ?? '',
      topic: topic ?? 'Other',
      ...versionsOf(kind),
      request: explained(request, kind),
    }
  })
  return all.toSorted((a, b) => TOPICS.indexOf(a.topic) - TOPICS.indexOf(b.topic))
}

/** A schema whose fields say what they mean: in their own words, or in those of their name. */
function explained(schema: object, kind: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema).map(([key, inside]) => [
      key,
      key === 'properties' ? explainedFields(inside, kind) : eachInside(inside, (part) => explained(part, kind)),
    ]),
  )
}

function explainedFields(fields: object, kind: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]: [string, object]) => {
      const description = FIELD_WORDS[`${kind}.${name}`] ?? FIELD_WORDS[name]
      return [name, { ...(description !== undefined && { description }), ...explained(field, kind) }]
    }),
  )
}

function eachInside(value: unknown, change: (part: object) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => eachInside(each, change))
  return typeof value === 'object' && value !== null ? change(value) : value
}

/** get-composite-schedule → Get composite schedule */
function inWords(kind: string): string {
  const words = kind.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A schema with what it refers to by name put in its place. Named schemas that contain themselves have none. */
function inlined(schema: object): object {
  if ('$ref' in schema && typeof schema.$ref === 'string') {
    const { $ref, ...rest } = schema
    const named = namedSchemas().find(({ $id }) => `${$id}#` === $ref)
    if (named === undefined) throw new Error(`Nothing is named ${$ref}`)
    const { $id: _, ...found } = named
    return inlined({ ...found, ...rest })
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, eachInside(value, inlined)]))
}
