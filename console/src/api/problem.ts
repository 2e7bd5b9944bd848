/** A refusal of the API: `application/problem+json` (RFC 9457) with the platform's published code. */
export interface Problem {
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail?: string
  readonly details?: Readonly<Record<string, unknown>>
  /** What to look for in the server's log. */
  readonly reference?: string
}

export class ApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = 'ApiError'
    this.problem = problem
  }
}

/** Reads an answer that is not a success; one without a problem document gets the plainest words for its status. */
export async function problemOf(response: Response): Promise<Problem> {
  const plain = { title: response.statusText || `HTTP ${response.status}`, status: response.status, code: 'internal' }
  if (!(response.headers.get('content-type') ?? '').includes('json')) return plain
  const body: Partial<Problem> = await response.json().catch(() => ({}))
  return { ...plain, ...body, status: response.status }
}

/** What to tell a person about anything that was thrown. */
export function explain(thrown: unknown): string {
  if (thrown instanceof ApiError) {
    const { reference } = thrown.problem
    return reference === undefined ? thrown.message : `${thrown.message} (reference ${reference})`
  }
  if (thrown instanceof TypeError) return 'The platform cannot be reached. Is it running, and is this machine online?'
  return thrown instanceof Error ? thrown.message : String(thrown)
}

export function hasStatus(thrown: unknown, status: number): boolean {
  return thrown instanceof ApiError && thrown.problem.status === status
}
