import type { IncomingMessage, ServerResponse } from 'node:http'

/** A refusal, which becomes a problem document. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

export interface Call {
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly body: Record<string, unknown>
  readonly signedIn: boolean
  readonly response: ServerResponse
}

export async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? {} : JSON.parse(text)
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body))
}

export function sendRefusal(response: ServerResponse, thrown: unknown): void {
  const refusal = thrown instanceof Refusal ? thrown : new Refusal(500, 'internal', String(thrown))
  const { status, code, message: detail } = refusal
  response.writeHead(status, { 'content-type': 'application/problem+json' })
  response.end(JSON.stringify({ type: 'about:blank', title: code, status, code, detail, details: {} }))
}

/** One page of a list; the cursor is where the next one begins. */
export function pageOf<T>(items: readonly T[], query: URLSearchParams): { items: readonly T[]; nextCursor?: string } {
  const from = Number(query.get('cursor') ?? 0)
  const end = from + Number(query.get('limit') ?? 50)
  return { items: items.slice(from, end), ...(end < items.length ? { nextCursor: String(end) } : {}) }
}
