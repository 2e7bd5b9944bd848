import { emitField, emitNamed, emitType, indent } from './emit-types.ts'
import type { Document, Operation, Parameter, Schema } from './openapi.ts'

const GIVEN = { given: true }
const TAKEN = { given: false }

/**
 * A module with the types of every operation, and a table of how each is asked.
 * @throws Error naming the operation that is not understood, and for a document without operations.
 */
export function emitClient({ paths, components }: Document): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  if (operations.length === 0) throw new Error('The document has no operations')
  const types = operations.map(({ path, method, operation }) => {
    try {
      return emitOperation(operation)
    } catch (cause) {
      throw new Error(`${method} ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    }
  })
  const table = operations.map(
    ({ path, method, operation }) => `${operation.operationId}: { method: '${method}', path: '${path}' },`,
  )
  return [
    '// Made by tools/generate-api-client.ts from the OpenAPI document of src/api.',
    ...Object.entries(components.schemas).map(([name, schema]) => emitNamed(name, schema)),
    `/** What each operation is given and answers. */\nexport interface Operations {\n${types.map(indent).join('\n')}\n}`,
    `/** How each operation is asked. */\nexport const operations = {\n${table.map(indent).join('\n')}\n} as const`,
    '',
  ].join('\n\n')
}

function emitOperation({ operationId, summary, parameters = [], requestBody, responses }: Operation): string {
  const body = requestBody?.content['application/json']?.schema
  const parts = [
    ...group('params', 'path', parameters),
    ...group('query', 'query', parameters),
    ...group('headers', 'header', parameters),
    ...(body === undefined ? [] : [`readonly body: ${emitType(body, GIVEN)}`]),
  ]
  const request = parts.length === 0 ? 'Readonly<Record<never, never>>' : `{\n${parts.map(indent).join('\n')}\n}`
  const fields = [`readonly request: ${request}`, `readonly response: ${emitAnswer(responses)}`]
  return `/** ${summary} */\nreadonly ${operationId}: {\n${fields.map(indent).join('\n')}\n}`
}

function group(name: string, place: Parameter['in'], parameters: readonly Parameter[]): string[] {
  const own = parameters.filter((parameter) => parameter.in === place)
  if (own.length === 0) return []
  const required = own.some((parameter) => parameter.required === true)
  const fields = own.map((parameter) =>
    emitField(parameter.name, withDescription(parameter), parameter.required === true, GIVEN),
  )
  return [
    `readonly ${name}${required ? '' : '?'}: {\n${fields.map(indent).join('\n')}\n}${required ? '' : ' | undefined'}`,
  ]
}

function withDescription({ schema, description }: Parameter): Schema {
  return description === undefined ? schema : { ...schema, description }
}

function emitAnswer(responses: Operation['responses']): string {
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  const schemas = good.map(([, { content }]) => content?.['application/json']?.schema)
  return (
    schemas.map((schema) => (schema === undefined ? 'undefined' : emitType(schema, TAKEN))).join(' | ') || 'unknown'
  )
}
