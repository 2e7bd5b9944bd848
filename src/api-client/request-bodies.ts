import { readFileSync } from 'node:fs'
import type { OperationName } from './api-client.ts'

const bodies: Readonly<Record<string, Readonly<Record<string, unknown>>>> = JSON.parse(
  readFileSync(new URL('./generated/request-bodies.json', import.meta.url), 'utf8'),
)

/**
 * The JSON Schema of what an operation is given, as a platform of this version has it: known without asking. Of
 * `submitCommand` only what every kind has beside its request.
 * @throws Error for an operation that is given nothing
 */
export function requestBodyOf(operation: OperationName): Readonly<Record<string, unknown>> {
  const body = bodies[operation]
  if (body === undefined) throw new Error(`${operation} is given nothing`)
  return body
}
