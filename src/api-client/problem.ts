import { AppError, ERROR_CODES, type ErrorCode } from '#kernel'

/** The failure that an answer other than 2xx tells: a problem document (RFC 9457), or whatever stands in its place. */
export async function failure(response: Response): Promise<AppError> {
  const { status, statusText } = response
  const text = await response.text().catch(() => '')
  const problem = objectIn(text)
  const code = ERROR_CODES.find((known) => known === problem?.code)
  if (problem === undefined || code === undefined) {
    const sentence = `It answered ${status} ${statusText} without saying why; is this Chargewright?`
    return new AppError(codeOf(status), sentence, { status })
  }
  const detail = typeof problem.detail === 'string' ? problem.detail : `It answered ${status} ${statusText}`
  return new AppError(code, detail, {
    ...(typeof problem.details === 'object' ? problem.details : {}),
    status,
    ...(typeof problem.reference === 'string' ? { reference: problem.reference } : {}),
  })
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'unauthenticated'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not-found'
  return status >= 500 ? 'unavailable' : 'invalid'
}
