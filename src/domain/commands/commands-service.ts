import { publishLive } from '#domain/live'
import {
  AppError,
  type Bus,
  type Clock,
  createSeal,
  describeFailure,
  errorCode,
  type Logger,
  newId,
  type Scope,
  subjectWord,
} from '#kernel'
import { Batcher, type Database } from '#storage'
import {
  type BesideCommand,
  COMMAND_SUBJECT,
  type Command,
  type CommandMove,
  type Commands,
  type NewCommand,
} from './command.ts'
import { loadCommandFacts } from './command-facts-store.ts'
import {
  type CommandRow,
  deleteSettled,
  findOverdue,
  findRepeated,
  forgetSecrets,
  insertCommand,
  moveCommand,
  readCommand,
} from './command-store.ts'
import { loadCommandToSend, loadWaiting, viewCommand, viewCommands } from './command-view.ts'
import { commandWarnings } from './command-warnings.ts'

export interface CommandsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  /** Seals what of a command is secret until it is settled. */
  readonly secretKey: Uint8Array
  readonly limits: {
    /** Commands that may wait for one station. */
    readonly waitingPerStation: number
  }
}

const DEFAULT_EXPIRY_S = 60
const LONGEST_EXPIRY_S = 7 * 86_400
/** A command that some node has taken in hand does not expire under it, however little it may wait for the station. */
const LEAST_EXPIRY_S = 30
const HAND_OVER_TIMEOUT_MS = 5_000
/** How long the holder of a connection may take to settle what it has sent, once the connection is gone. */
const SETTLING_S = 60

/** Commands to stations: stored first, so that none is forgotten, then handed to the node that holds the station. */
export function createCommands({ database, bus, clock, logger, secretKey, limits }: CommandsOptions): Commands {
  const seal = createSeal(secretKey, 'commands')
  const now = () => new Date(clock.nowMs())
  // Every station that connects asks, so that after a power cut thousands ask at once.
  const waiting = new Batcher<string, readonly string[]>({
    name: 'commands-waiting',
    clock,
    maxItems: 500,
    flush: (stationIds) => loadWaiting(database, stationIds, now()),
  })

  function tell(row: CommandRow): void {
    const { id, kind, state, result } = readCommand(row)
    const status = result?.status
    publishLive(bus, row.party_id, row.station_id, now(), {
      kind: 'command',
      commandId: id,
      commandKind: kind,
      state,
      ...(status !== undefined && { status }),
    })
  }

  async function move(commandId: string, to: CommandMove): Promise<boolean> {
    const moved = await moveCommand(database, commandId, to, now())
    if (moved === undefined) return false
    if (to.state !== 'sent') await forgetSecrets(database, moved)
    tell(moved)
    return true
  }

  /** @returns the stored command, and whether it is new */
  async function store(
    scope: Scope,
    asked: NewCommand,
    beside: BesideCommand | undefined,
  ): Promise<{ row: CommandRow; isNew: boolean }> {
    const { partyId, ...facts } = await loadCommandFacts(database, scope, asked)
    const warnings = commandWarnings(asked, facts, clock.nowMs())
    for (;;) {
      const repeated = await findRepeated(database, asked, seal)
      if (repeated !== undefined) return { row: repeated, isNew: false }
      const at = now()
      const expiryS = Math.max(asked.expiresInS ?? DEFAULT_EXPIRY_S, LEAST_EXPIRY_S)
      const expiresAt = new Date(at.getTime() + expiryS * 1_000)
      const command = { id: newId(at.getTime()), partyId, asked, warnings, at, expiresAt }
      const row = await database.transaction(async (queries) => {
        const inserted = await insertCommand(queries, command, limits.waitingPerStation, seal)
        if (inserted !== undefined) await beside?.(queries, command.id)
        return inserted
      })
      // Otherwise the same key came in at the same time and was first: it is found on the next turn.
      if (row !== undefined) return { row, isNew: true }
    }
  }

  /** False when certainly no node holds the station. */
  async function handOver({ id, station_id }: CommandRow): Promise<boolean> {
    try {
      const subject = COMMAND_SUBJECT(subjectWord(station_id))
      await bus.request(subject, { version: 1, commandId: id, stationId: station_id }, HAND_OVER_TIMEOUT_MS)
      return true
    } catch (thrown) {
      const code = errorCode(thrown)
      if (code === 'unavailable') return false
      logger.warn('A command could not be handed over', { commandId: id, code, cause: describeFailure(thrown) })
      return true
    }
  }

  return {
    async submit(scope, asked, beside) {
      checkCommand(asked)
      const { row, isNew } = await store(scope, asked, beside)
      if (!isNew) return asAsked(row, asked)
      tell(row)
      const held = await handOver(row)
      if (!held && asked.expiresInS === 0) {
        await move(row.id, { state: 'expired', result: expired('The station is not connected') })
        return { ...(await viewCommand(database, scope, row.id)), request: asked.request }
      }
      return asAsked(row, asked)
    },
    toSend: (commandId) => loadCommandToSend(database, commandId, seal),
    waiting: (stationId) => waiting.add(stationId),
    move,
    async sweep() {
      const sentBefore = new Date(clock.nowMs() - SETTLING_S * 1_000)
      let swept = 0
      for (const { id, state } of await findOverdue(database, now(), sentBefore)) {
        const settled = await move(id, state === 'queued' ? EXPIRED : LOST)
        if (settled) swept += 1
      }
      return swept
    },
    removeBefore: (time, atMost) => deleteSettled(database, time, atMost),
    get: (scope, commandId) => viewCommand(database, scope, commandId),
    list: (scope, filter, page) => viewCommands(database, scope, filter, page),
  }
}

const EXPIRED: CommandMove = { state: 'expired', result: expired('The station did not connect in time') }
const LOST: CommandMove = {
  state: 'lost',
  result: { error: { code: 'lost', message: 'The connection it was sent over is gone' } },
}

function expired(message: string) {
  return { error: { code: 'expired', message } }
}

/** Whoever asked knows the secrets in it. */
function asAsked(row: CommandRow, { request }: NewCommand): Command {
  return { ...readCommand(row), request }
}

function checkCommand({ expiresInS, idempotencyKey }: NewCommand): void {
  if (expiresInS !== undefined && !(expiresInS >= 0 && expiresInS <= LONGEST_EXPIRY_S)) {
    throw new AppError('invalid', `A command waits 0 to ${LONGEST_EXPIRY_S} seconds`, { field: 'expiresInS' })
  }
  if (idempotencyKey !== undefined && !/^[\x20-\x7e]{1,255}$/.test(idempotencyKey)) {
    throw new AppError('invalid', 'An idempotency key is 1 to 255 printable characters', { field: 'idempotencyKey' })
  }
}
