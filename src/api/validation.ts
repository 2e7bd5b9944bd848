import { Ajv2020 as Ajv, type ErrorObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import { AppError } from '#kernel'

// More would help nobody, and the answer to a bad request must not be larger than the request.
const MOST_FAULTS = 20

const OPTIONS = { discriminator: true, allErrors: true, strict: false, validateFormats: true } as const

/** Compiles the schemas of requests. Bodies are taken as they are; text in addresses becomes numbers and booleans. */
export function createValidatorCompiler(): FastifySchemaCompiler<object> {
  const bodies = withFormats(new Ajv({ ...OPTIONS, coerceTypes: false }))
  const texts = withFormats(new Ajv({ ...OPTIONS, coerceTypes: true }))
  return ({ schema, httpPart }) => {
    const validate = (httpPart === 'body' ? bodies : texts).compile(schema)
    return (given) => {
      // No body at all is an empty one, and so names the fields that are missing.
      const value = httpPart === 'body' ? (given ?? {}) : given
      if (!validate(value)) return { error: faultsError(validate.errors ?? [], httpPart ?? 'request') }
      const unstorable = fieldWithNul(value, '')
      return unstorable === undefined ? { value } : { error: nulError(unstorable, httpPart ?? 'request') }
    }
  }
}

function withFormats(ajv: Ajv): Ajv {
  addFormats.default(ajv)
  const { validate } = ajv.formats['date-time'] as { validate(text: string): boolean }
  // A leap second is a time, and none that a Date can be.
  ajv.addFormat('date-time', (text) => validate(text) && !Number.isNaN(Date.parse(text)))
  return ajv
}

/** Where a text has a NUL, which no text in PostgreSQL can have; undefined where none has. */
function fieldWithNul(value: unknown, at: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') ? at : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = fieldWithNul(inner, at === '' ? key : `${at}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

function nulError(field: string, part: string): AppError {
  const problem = 'has a NUL character, which cannot be kept'
  return invalidError([{ field, problem }], part)
}

/** One field that is not as it has to be. */
interface Fault {
  readonly field: string
  readonly problem: string
  readonly allowed?: unknown
}

/** @returns AppError `invalid` that names each field and what it may be. */
function faultsError(errors: readonly ErrorObject[], part: string): AppError {
  const faults = errors.filter(({ keyword }) => !CONTAINERS.has(keyword)).map(faultOf)
  return invalidError((faults.length > 0 ? faults : errors.map(faultOf)).slice(0, MOST_FAULTS), part)
}

function invalidError(shown: readonly Fault[], part: string): AppError {
  const sentence = shown.map(({ field, problem }) => `${field === '' ? `the ${part}` : field} ${problem}`).join('; ')
  return new AppError('invalid', sentence, { in: part === 'querystring' ? 'query' : part, fields: shown })
}

// They only say that something inside them failed.
const CONTAINERS = new Set(['anyOf', 'oneOf', 'if'])

function faultOf(error: ErrorObject): Fault {
  const at = error.instancePath.slice(1).replaceAll('/', '.')
  const inside = (name: string) => (at === '' ? name : `${at}.${name}`)
  const { params } = error
  switch (error.keyword) {
    case 'required':
      return { field: inside(params.missingProperty), problem: 'is missing' }
    case 'additionalProperties':
      return { field: inside(params.additionalProperty), problem: 'is not known here' }
    case 'enum':
      return {
        field: at,
        problem: `has to be one of ${params.allowedValues.join(', ')}`,
        allowed: params.allowedValues,
      }
    case 'const':
      return { field: at, problem: `has to be ${JSON.stringify(params.allowedValue)}`, allowed: [params.allowedValue] }
    case 'discriminator':
      return { field: inside(params.tag), problem: 'is not one of the kinds there are' }
    case 'format':
      return { field: at, problem: FORMATS[params.format] ?? `has to be a ${params.format}` }
    case 'minLength':
      return {
        field: at,
        problem: `has to have at least ${params.limit} characters`,
        allowed: { minLength: params.limit },
      }
    case 'maxLength':
      return {
        field: at,
        problem: `has to have at most ${params.limit} characters`,
        allowed: { maxLength: params.limit },
      }
    case 'minimum':
      return { field: at, problem: `has to be at least ${params.limit}`, allowed: { minimum: params.limit } }
    case 'maximum':
      return { field: at, problem: `has to be at most ${params.limit}`, allowed: { maximum: params.limit } }
    case 'type':
      return { field: at, problem: `has to be of type ${[params.type].flat().join(' or ')}`, allowed: params.type }
    default:
      return { field: at, problem: error.message ?? 'is not valid' }
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'has to be a time like 2026-11-01T12:00:00Z',
}
