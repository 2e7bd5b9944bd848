import { expect } from 'vitest'
import type { CommandKind, CommandRequests, CommandResult, CommandState } from '#domain/commands'
import type { Station } from '#domain/stations'
import type { ReadingRow, Transaction } from '#domain/transactions'

/** What JSON makes of a resource: moments are text. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Wire<T[K]> }
      : T

export interface SeenCommand {
  readonly id: string
  readonly state: CommandState
  readonly kind: CommandKind
  readonly request: object
  readonly warnings: readonly string[]
  readonly result?: CommandResult
  readonly sentAt?: string
  readonly settledAt?: string
}

export interface List<T> {
  readonly items: readonly T[]
  readonly nextCursor?: string
}

/** Somebody who works with the platform by its HTTP API alone, as a program with a key does. */
export class Operator {
  readonly #url: string
  readonly #key: string

  constructor(platform: { readonly apiUrl: string }, key: string) {
    this.#url = platform.apiUrl
    this.#key = key
  }

  ask(method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.#key}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  async get<T>(path: string): Promise<T> {
    return await read<T>(await this.ask('GET', path))
  }

  async post<T>(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<T> {
    return await read<T>(await this.ask('POST', path, body, headers))
  }

  async patch<T>(path: string, body: object): Promise<T> {
    return await read<T>(await this.ask('PATCH', path, body))
  }

  async status(method: string, path: string, body?: object): Promise<number> {
    return (await this.ask(method, path, body)).status
  }

  station(stationId: string): Promise<Wire<Station>> {
    return this.get(`/stations/${encodeURIComponent(stationId)}`)
  }

  /** Resolves once the station is on record as connected, or as gone: a moment after its socket is. */
  async untilConnected(stationId: string, connected = true): Promise<void> {
    await expect.poll(async () => (await this.station(stationId)).presence.connected).toBe(connected)
  }

  async transactions(stationId: string): Promise<readonly Wire<Transaction>[]> {
    const query = new URLSearchParams({ stationId })
    return (await this.get<List<Wire<Transaction>>>(`/transactions?${query}`)).items
  }

  /** The transaction of this reference. */
  async record(stationId: string, reference: string | number): Promise<Wire<Transaction>> {
    const found = (await this.transactions(stationId)).filter((one) => one.reference === String(reference))
    const [record, ...others] = found
    if (record === undefined || others.length > 0) {
      throw new Error(`${found.length} transactions of ${stationId} are called ${reference}`)
    }
    return record
  }

  async readings(stationId: string): Promise<readonly Wire<ReadingRow>[]> {
    return (await this.get<List<Wire<ReadingRow>>>(`/stations/${encodeURIComponent(stationId)}/readings`)).items
  }

  command<K extends CommandKind>(
    stationId: string,
    kind: K,
    request: CommandRequests[K],
    more: { readonly expiresInS?: number; readonly idempotencyKey?: string } = {},
  ): Promise<SeenCommand> {
    const { idempotencyKey, ...rest } = more
    const headers = idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }
    return this.post('/commands', { stationId, kind, request, ...rest }, headers)
  }

  seen(commandId: string): Promise<SeenCommand> {
    return this.get(`/commands/${commandId}`)
  }

  /** The command once it has come to its end. */
  async settled(command: { readonly id: string }): Promise<SeenCommand> {
    await expect.poll(async () => (await this.seen(command.id)).state).not.toMatch(/^(queued|sent)$/)
    return await this.seen(command.id)
  }

  /** Gives a command and waits for its end. */
  async carryOut<K extends CommandKind>(stationId: string, kind: K, request: CommandRequests[K]): Promise<SeenCommand> {
    return await this.settled(await this.command(stationId, kind, request))
  }
}

async function read<T>(response: Response): Promise<T> {
  const body = await response.json()
  if (!response.ok) throw new Error(`HTTP ${response.status}: ${JSON.stringify(body)}`)
  // What the API sends is held against its document in tests of its own.
  return body as T
}
