import { answerOf, cancelOlder, type MeantErrand, settleSilent, settleUnsent } from '#domain/errands'
import type { FileStore, Tickets } from '#domain/files'
import { publishLive } from '#domain/live'
import { AppError, type Bus, type Clock, newId } from '#kernel'
import type { Database } from '#storage'
import {
  advanceLog,
  deleteLog,
  findOldLogs,
  type LogRow,
  loadExpected,
  loadLog,
  loadLogs,
  settleBrought,
  storeLog,
  storeReceived,
} from './log-store.ts'
import type { Diagnostics, LogStatus } from './station-log.ts'

export interface DiagnosticsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly files: FileStore
  readonly tickets: Tickets
  readonly settings: {
    /** The largest file that is taken in. */
    readonly logLimitBytes: number
    /** How long a station may take to put a log here. */
    readonly uploadValidMs: number
  }
}

/** Logs of stations, from the moment they are asked for until they are removed. */
export function createDiagnostics(options: DiagnosticsOptions): Diagnostics {
  const { database, bus, clock, files } = options
  const now = () => new Date(clock.nowMs())
  const tell = ({ id, party_id, station_id, status, outcome, received_at }: LogRow) =>
    publishLive(bus, party_id, station_id, now(), {
      kind: 'station-log',
      logId: id,
      status,
      outcome,
      received: received_at !== null,
    })

  async function advance(meant: MeantErrand, status: LogStatus, at: Date, announcedName?: string): Promise<void> {
    const moved = await database.transaction(async (queries) => {
      const row = await advanceLog(queries, meant, status, at, announcedName)
      if (row === undefined || status !== 'accepted') return row === undefined ? [] : [row]
      return [row, ...(await cancelOlder(queries, 'station_log', row, at))]
    })
    moved.forEach(tell)
  }

  return {
    ...createIntake(options, tell),
    async prepare({ command: { id: commandId, stationId, partyId, request }, requestId }) {
      if (!('log' in request)) throw new AppError('internal', 'The command asks for no log')
      const nowMs = clock.nowMs()
      const id = await storeLog(database, {
        ...{ id: newId(nowMs), stationId, partyId, commandId, requestId, kind: request.log },
        elsewhere: request.location !== undefined,
        at: new Date(nowMs),
        expiresAt: new Date(nowMs + options.settings.uploadValidMs),
      })
      if (request.location !== undefined) return { location: request.location }
      return { ticket: options.tickets.issue('log', id) }
    },
    async settle({ id: commandId, kind }, move) {
      const answer = answerOf(move)
      if (kind !== 'get-log' || answer === undefined) return
      const name = 'result' in move ? move.result.details?.fileName : undefined
      await advance({ commandId }, answer, now(), typeof name === 'string' ? name : undefined)
    },
    report: ({ status, at, ...meant }) => advance(meant, status, at),
    async sweep() {
      const unsent = await settleUnsent(database, 'station_log', now())
      // Many a station says nothing of a log that it has brought.
      const here = await settleBrought(database, now())
      const settled = [...unsent, ...here, ...(await settleSilent(database, 'station_log', now()))]
      settled.forEach(tell)
      return settled.length
    },
    get: (scope, logId) => loadLog(database, scope, logId),
    list: (scope, filter, page) => loadLogs(database, scope, filter, page),
    async remove(scope, logId) {
      const { id } = await loadLog(database, scope, logId)
      await files.remove('logs', id)
      await deleteLog(database, id)
    },
    async removeBefore(time, atMost) {
      const old = await findOldLogs(database, time, atMost)
      for (const id of old) {
        // The file first: a row without one does no harm, a file without a row is found by nobody.
        await files.remove('logs', id)
        await deleteLog(database, id)
      }
      return old.length
    },
  }
}

/** The door through which files come in. */
function createIntake(
  { database, clock, files, tickets, settings }: DiagnosticsOptions,
  tell: (row: LogRow) => void,
): Pick<Diagnostics, 'expects' | 'receive'> {
  const arriving = new Set<string>()
  const now = () => new Date(clock.nowMs())
  const none = () => new AppError('not-found', 'There is nothing to be put here')

  return {
    async expects(ticket) {
      const id = tickets.read('log', ticket)
      return id !== undefined && (await loadExpected(database, id, now()))?.received === false
    },
    async receive(ticket, fileName, content, isWhole = () => true) {
      const id = tickets.read('log', ticket)
      if (id === undefined) throw none()
      if (arriving.has(id)) throw new AppError('conflict', 'It is being put here already')
      arriving.add(id)
      try {
        const expected = await loadExpected(database, id, now())
        if (expected === undefined) throw none()
        if (expected.received) throw new AppError('conflict', 'It was put here already')
        const draft = await files.draft('logs', id, content, settings.logLimitBytes)
        const row = await database
          .transaction(async (queries) => {
            const file = { ...draft, name: fileName ?? `${id}.log`, ...(!isWhole() && { doubt: 'broke-off' as const }) }
            const stored = await storeReceived(queries, id, file, now())
            // While the row is locked: of two that come at once by two nodes one alone is in its place.
            if (stored !== undefined) await draft.place()
            return stored
          })
          .finally(draft.discard)
        if (row !== undefined) return tell(row)
        const meanwhile = await loadExpected(database, id, now())
        throw meanwhile === undefined ? none() : new AppError('conflict', 'It was put here meanwhile')
      } finally {
        arriving.delete(id)
      }
    },
  }
}
