import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, describeFailure, type ErrorCode, type Logger, newId } from '#kernel'
import type { Problem } from './schemas/index.ts'

/** The HTTP status of every code there is. */
export const HTTP_STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unsupported: 422,
  unavailable: 503,
  timeout: 504,
  internal: 500,
} as const satisfies Record<ErrorCode, number>

export function problemOf(error: AppError, status: number = HTTP_STATUS[error.code], reference?: string): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code: error.code,
    detail: error.message,
    details: error.details,
    ...(reference !== undefined && { reference }),
  }
}

/** Answers with a problem document, RFC 9457. Who asks too much has to connect anew, which spares us what was sent ahead. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="chargewright"')
  if (problem.status === HTTP_STATUS['too-many']) reply.header('connection', 'close')
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/**
 * Turns whatever was thrown into a problem document. What nobody foresaw is told as a reference only, and logged under it.
 */
export function createErrorHandler(logger: Logger) {
  return (thrown: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const known = knownFailure(thrown)
    if (known !== undefined && known.error.code !== 'internal') {
      if (known.error.code === 'unavailable' || known.error.code === 'timeout') {
        logger.warn('A request could not be served now', {
          ...place(request),
          cause: describeFailure(known.error),
        })
        reply.header('retry-after', '5')
      }
      return sendProblem(reply, problemOf(known.error, known.status))
    }
    const reference = newId()
    logger.error('A request failed by a fault of the platform', {
      ...place(request),
      reference,
      error: thrown.stack ?? String(thrown),
    })
    const error = new AppError('internal', `Something went wrong here; the log tells more under ${reference}`)
    return sendProblem(reply, problemOf(error, 500, reference))
  }
}

function place(request: FastifyRequest) {
  return { method: request.method, route: request.routeOptions.url ?? 'none' }
}

function knownFailure(thrown: FastifyError | Error): { error: AppError; status?: number } | undefined {
  if (thrown instanceof AppError) return { error: thrown }
  if (!('code' in thrown)) return undefined
  return FRAMEWORK_FAILURES[thrown.code]?.()
}

/** What the framework itself refuses, in our words. */
const FRAMEWORK_FAILURES: Readonly<Record<string, (() => { error: AppError; status?: number }) | undefined>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => ({
    error: new AppError('unsupported', 'A body has to be JSON, with content-type: application/json'),
    status: 415,
  }),
  FST_ERR_CTP_BODY_TOO_LARGE: () => ({ error: new AppError('too-large', 'The body of the request is too large') }),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => ({ error: new AppError('invalid', 'The body is empty; it has to be JSON') }),
  FST_ERR_CTP_INVALID_JSON_BODY: () => ({ error: new AppError('invalid', 'The body is not valid JSON') }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => ({
    error: new AppError('invalid', 'The body is not as long as announced'),
  }),
  FST_ERR_BAD_URL: () => ({ error: new AppError('invalid', 'The address of the request is not valid') }),
}
