import { AppError, type Clock, type Metrics, newId } from '#kernel'
import { Batcher, type Database, type Queries } from '#storage'
import { judgeToken, type TokenFacts } from './judge-token.ts'
import { KeyedTurns } from './keyed-turns.ts'
import { loadPlace, requirePlaces } from './place-store.ts'
import type { Authorization, NewToken, TokenRef, Verdict } from './token.ts'
import { type Place, reachOf } from './token-place.ts'
import { askTokens, deleteToken, insertToken, type TokenQuestion, updateToken } from './token-store.ts'
import { viewToken, viewTokens } from './token-view.ts'

export interface AuthorizationOptions {
  readonly database: Database
  readonly clock: Clock
  readonly metrics?: Metrics
}

/** The longest token of any version (2.1 IdTokenType); stations are asked for shorter ones. */
const LONGEST_VALUE = 255
const HIGHEST_LIMIT = 1_000_000

/** Who may charge. Stations that ask at the same time are answered by one query. */
export function createAuthorization({ database, clock, metrics }: AuthorizationOptions): Authorization {
  const questions = new Batcher({
    name: 'token-facts',
    clock,
    ...(metrics && { metrics }),
    maxInFlight: 2,
    flush: (batch: TokenQuestion[]) => askTokens(database, batch),
  })

  const turns = new KeyedTurns()

  async function ask(partyId: string, { kind, value }: TokenRef, exceptTransactionId: string) {
    if (kind === 'no-authorization' || !isTokenValue(value)) return undefined
    return await questions.add({ partyId, value, exceptTransactionId })
  }

  async function judge(
    partyId: string,
    token: TokenRef,
    place?: Place,
    exceptTransactionId?: string,
  ): Promise<Verdict> {
    const answer = await ask(partyId, token, exceptTransactionId ?? '')
    // "Concurrent" is an answer to starting a transaction only (1.6 §7.2, 2.0.1 AuthorizationStatusEnumType): told to
    // somebody who wants to stop one, it would keep the cable locked.
    const elsewhere = exceptTransactionId === undefined ? 0 : (answer?.elsewhere ?? 0)
    return await verdictOn(token, answer?.facts, elsewhere, place)
  }

  async function verdictOn(token: TokenRef, facts: TokenFacts | undefined, elsewhere: number, place?: Place) {
    const isLimited = facts?.places !== undefined || facts?.evseKind !== undefined
    // EVSE 0 is the station as a whole.
    const evseId = place?.evseId === 0 ? undefined : place?.evseId
    const reach =
      isLimited && place !== undefined ? reachOf(facts, await loadPlace(database, place.stationId), evseId) : undefined
    return judgeToken(token, facts, elsewhere, new Date(clock.nowMs()), reach)
  }

  async function createIn(queries: Queries, token: NewToken): Promise<string> {
    checkToken(token)
    await requirePlaces(queries, token.partyId, token.places ?? [])
    const nowMs = clock.nowMs()
    const id = newId(nowMs)
    await insertToken(queries, id, token, new Date(nowMs))
    return id
  }

  return {
    authorize: (partyId, token, place) => judge(partyId, token, place),
    async startInTurn(partyId, token, transactionId, start, place) {
      const key = `${partyId} ${token.value.toLowerCase()}`
      if (turns.isTaken(key)) {
        const answer = await ask(partyId, token, transactionId)
        const isLimited = answer !== undefined && answer.facts.concurrentLimit > 0
        if (!isLimited) return await start(await verdictOn(token, answer?.facts, 0, place))
      }
      return await turns.take(key, async () => start(await judge(partyId, token, place, transactionId)))
    },
    create: async (token) => await viewToken(database, { all: true }, await createIn(database, token)),
    createIn,
    async change(scope, tokenId, change) {
      checkLimit(change.concurrentLimit)
      if (change.places?.length) {
        const { partyId } = await viewToken(database, scope, tokenId)
        await requirePlaces(database, partyId, change.places)
      }
      await updateToken(database, scope, tokenId, change)
      return await viewToken(database, scope, tokenId)
    },
    remove: (scope, tokenId) => deleteToken(database, scope, tokenId),
    get: (scope, tokenId) => viewToken(database, scope, tokenId),
    list: (scope, filter, page) => viewTokens(database, scope, filter, page),
    close: () => questions.close(),
  }
}

/** False for what can be no token's value, so that it is unknown without asking. */
function isTokenValue(value: string): boolean {
  return value.length >= 1 && value.length <= LONGEST_VALUE && !/\p{Cc}/u.test(value)
}

function checkToken(token: NewToken): void {
  if (!isTokenValue(token.value) || token.value.trim() !== token.value) {
    throw new AppError('invalid', `A token is 1 to ${LONGEST_VALUE} characters without outer blanks`, {
      field: 'value',
    })
  }
  checkLimit(token.concurrentLimit)
}

function checkLimit(limit: number | undefined): void {
  if (limit === undefined || (Number.isInteger(limit) && limit >= 0 && limit <= HIGHEST_LIMIT)) return
  throw new AppError('invalid', 'The limit of transactions at once is a whole number, 0 for none', {
    field: 'concurrentLimit',
  })
}
