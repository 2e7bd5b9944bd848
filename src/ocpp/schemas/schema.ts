/** The part of JSON Schema draft 7 that OCPP uses. */
export interface Schema {
  $ref?: string
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean'
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean
  items?: Schema
  enum?: string[]
  format?: string
  maxLength?: number
  minimum?: number
  maximum?: number
  multipleOf?: number
  minItems?: number
  maxItems?: number
}

/** The schemas of one version: shared types by their name, messages by theirs (`BootNotificationRequest`). */
export interface SchemaSource {
  readonly definitions: Readonly<Record<string, Schema>>
  readonly messages: Readonly<Record<string, Schema>>
}

export type Direction = 'request' | 'response'

/** Ready-made judges, by action. True means to the letter. */
export type ValidatorTable = Readonly<
  Record<string, Readonly<Partial<Record<Direction, (payload: unknown) => boolean>>>>
>
