import type { Schema } from '../../src/ocpp/schemas/schema.ts'
import type { Message, SchemaSet } from './ocpp-schemas.ts'

/** Names of 1.6 for what its schemas write in place (1.6 §7); the others are the property's own name. */
const NAMES: Readonly<Record<string, string>> = {
  configurationKey: 'KeyValue',
  csChargingProfiles: 'ChargingProfile',
  localAuthorizationList: 'AuthorizationData',
  transactionData: 'MeterValue',
}

/** The TypeScript of one version: an interface for each message and shared type, and `Actions` over all of them. */
export function emitTypes({ messages, definitions }: SchemaSet): string {
  const emitter = new TypeEmitter()
  for (const [name, schema] of Object.entries(definitions)) emitter.declare(name, schema)
  for (const { name, schema } of messages) emitter.declare(name, schema)
  return [...emitter.declarations.values(), emitActions(messages), ''].join('\n\n')
}

class TypeEmitter {
  readonly declarations = new Map<string, string>()

  declare(name: string, schema: Schema): void {
    const text =
      schema.type === 'object' ? this.#object(name, schema) : `export type ${name} = ${this.#type(schema, name)}`
    const known = this.declarations.get(name)
    if (known !== undefined && known !== text) throw new Error(`the type ${name} means two things`)
    this.declarations.set(name, text)
  }

  #object(name: string, { properties = {}, required = [], additionalProperties }: Schema): string {
    const lines = Object.entries(properties).map(
      ([key, schema]) => `  ${key}${required.includes(key) ? '' : '?'}: ${this.#type(schema, key)}`,
    )
    if (additionalProperties !== false) lines.push('  [key: string]: unknown')
    if (lines.length === 0) return `export type ${name} = Record<string, never>`
    return `export interface ${name} {\n${lines.join('\n')}\n}`
  }

  #type(schema: Schema, key: string): string {
    if (schema.$ref !== undefined) return schema.$ref.replace('#/definitions/', '')
    if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
    switch (schema.type) {
      case undefined:
        return 'unknown'
      case 'integer':
        return 'number'
      case 'array':
        return `readonly (${this.#type(schema.items ?? {}, key)})[]`
      case 'object':
        return this.#nested(schema, key)
      default:
        return schema.type
    }
  }

  #nested(schema: Schema, key: string): string {
    const name = NAMES[key] ?? key.charAt(0).toUpperCase() + key.slice(1)
    this.declare(name, schema)
    return name
  }
}

function emitActions(messages: readonly Message[]): string {
  const actions = new Map<string, { request?: string; response?: string }>()
  for (const { action, direction, name } of messages) actions.set(action, { ...actions.get(action), [direction]: name })
  const lines = [...actions].map(
    ([action, { request = 'never', response = 'never' }]) =>
      `  ${action}: { request: ${request}; response: ${response} }`,
  )
  return `/** Every action, with its request and its response; a SEND has no response. */\nexport interface Actions {\n${lines.join('\n')}\n}`
}
