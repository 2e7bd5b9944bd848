import { Type } from 'typebox'
import type { CommandKind, VersionsOfCommand } from '#domain/commands'
import { STATION_PROTOCOLS, type StationProtocol } from '#domain/stations'
import { type About, TOPICS, type Topic } from './command-requests/about.ts'
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
    const { title, description, 'x-topic': topic, ...request } = inlined(commandRequests[kind]) as Partial<About>
    return {
      kind,
      title: title ?? inWords(kind),
      description: description ?? '',
      topic: topic ?? 'Other',
      ...versionsOf(kind),
      request,
    }
  })
  return all.toSorted((a, b) => TOPICS.indexOf(a.topic) - TOPICS.indexOf(b.topic))
}

/** get-composite-schedule → Get composite schedule */
function inWords(kind: string): string {
  const words = kind.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A schema with what it refers to by name put in its place. Named schemas that contain themselves have none. */
function inlined(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inlined)
  if (typeof schema !== 'object' || schema === null) return schema
  if ('$ref' in schema && typeof schema.$ref === 'string') {
    const { $ref, ...rest } = schema
    const named = namedSchemas().find(({ $id }) => `${$id}#` === $ref)
    if (named === undefined) throw new Error(`Nothing is named ${$ref}`)
    const { $id: _, ...found } = named
    return inlined({ ...found, ...rest })
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inlined(value)]))
}
