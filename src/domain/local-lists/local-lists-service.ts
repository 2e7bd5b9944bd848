import type { DeviceModel } from '#domain/device-model'
import { AppError, type Clock, decodeCursor, everyParty, known, pageOf, pageSize, type Scope } from '#kernel'
import type { Database } from '#storage'
import { changesBetween } from './list-changes.ts'
import { listedTokens } from './list-entries.ts'
import { listLimits, MOST_ENTRIES } from './list-limits.ts'
import type { ListEntry, ListLimits, ListPlan, ListSelection, LocalList, LocalLists } from './local-list.ts'
import {
  contentText,
  excludeToken,
  type ListRow,
  loadChosen,
  loadEntries,
  loadList,
  loadStation,
  readContent,
  storeSelection,
  tellList,
} from './local-list-store.ts'

export interface LocalListsOptions {
  readonly database: Database
  readonly clock: Clock
  readonly deviceModel: Pick<DeviceModel, 'list'>
}

/** The longest token that can be told a station: 1.6 §7.28, 2.0.1 and 2.1 IdTokenType. */
const LONGEST_VALUE: Readonly<Record<string, number>> = { 'ocpp1.6': 20, 'ocpp2.0.1': 36, 'ocpp2.1': 255 }
const LONGEST_VALUE_OF_ALL = 20

/** The lists by which stations judge tokens without asking: what belongs on them, and what stations have confirmed. */
export function createLocalLists({ database, clock, deviceModel }: LocalListsOptions): LocalLists {
  const now = () => new Date(clock.nowMs())
  const tell = (stationId: string, telling: Parameters<typeof tellList>[2]) => tellList(database, stationId, telling)

  async function read(scope: Scope, stationId: string, without?: string): Promise<Reading> {
    const { partyId, protocol } = await loadStation(database, scope, stationId)
    const row = await loadList(database, stationId)
    const limits = listLimits(await deviceModel.list(everyParty, stationId))
    const { entries: wanted, omitted } = await loadEntries(database, {
      stationId,
      partyId,
      longestValue: LONGEST_VALUE[protocol ?? ''] ?? LONGEST_VALUE_OF_ALL,
      chosenOnly: row?.selection === 'chosen',
      excluded: [...(row?.excluded ?? []), ...(without === undefined ? [] : [without.toLowerCase()])],
      now: now(),
      atMost: Math.min(limits.entries ?? MOST_ENTRIES, MOST_ENTRIES),
    })
    return { partyId, row, limits, wanted, omitted }
  }

  async function get(scope: Scope, stationId: string): Promise<LocalList> {
    const reading = await read(scope, stationId)
    const tokenIds = reading.row?.selection === 'chosen' ? await loadChosen(database, stationId) : undefined
    return { ...listOf(stationId, reading), ...known({ tokenIds }) }
  }

  return {
    get,
    async entries(scope, stationId, { state }, page) {
      const { confirmed, wanted } = planOf(await read(scope, stationId))
      const after = page.cursor === undefined ? 0 : readPlace(page.cursor)
      const found = listedTokens(confirmed, wanted).filter(
        (token) => token.number > after && (state === undefined || token.state === state),
      )
      const size = pageSize(page)
      return pageOf(
        found.slice(0, size + 1),
        size,
        ({ number }) => [String(number)],
        (token) => token,
      )
    },
    async choose(scope, stationId, selection) {
      checkSelection(selection)
      const { partyId } = await loadStation(database, scope, stationId)
      await database.transaction((queries) => storeSelection(queries, stationId, partyId, selection))
      return await get(scope, stationId)
    },
    plan: async (stationId, without) => planOf(await read(everyParty, stationId, without)),
    exclude: (stationId, tokenValue) => excludeToken(database, stationId, tokenValue),
    sending: (stationId) => tell(stationId, { unanswered: true }),
    confirm: (stationId, version, entries) =>
      tell(stationId, { version, content: contentText(entries), confirmed_at: now(), unanswered: false }),
    refused: (stationId) => tell(stationId, { unanswered: false }),
    reported: (stationId, version) => tell(stationId, { reported_version: within(version), reported_at: now() }),
  }
}

interface Reading {
  readonly partyId: string
  readonly row: ListRow | undefined
  readonly limits: ListLimits
  readonly wanted: readonly ListEntry[]
  readonly omitted: number
}

function planOf({ row, limits, wanted, omitted }: Reading): ListPlan {
  const confirmed = row === undefined ? [] : readContent(row.content)
  return {
    version: row?.version ?? 0,
    confirmed,
    uncertain: row?.unanswered ?? false,
    wanted,
    changes: changesBetween(confirmed, wanted),
    limits,
    omitted,
  }
}

function listOf(stationId: string, reading: Reading): LocalList {
  const { version, confirmed, uncertain, changes, limits, omitted } = planOf(reading)
  const { partyId, row } = reading
  const drift = { put: changes.put.length, drop: changes.drop.length, omitted, otherVersion: otherVersion(row) }
  const agrees = drift.put === 0 && drift.drop === 0 && !drift.otherVersion
  return {
    stationId,
    partyId,
    selection: row?.selection ?? 'all',
    version,
    uncertain,
    entries: confirmed.length,
    limits,
    drift: { ...drift, upToDate: version > 0 && agrees && !uncertain },
    ...known({
      confirmedAt: row?.confirmed_at,
      reportedVersion: row?.reported_version,
      reportedAt: row?.reported_at,
    }),
  }
}

/** By place, not by value: a cursor must not tell a typed code. */
function readPlace(cursor: string): number {
  const place = Number(decodeCursor(cursor, 1)[0])
  if (Number.isInteger(place)) return place
  throw new AppError('invalid', 'The cursor is not one that this list has given out')
}

/** What was named before the latest confirmation says nothing about what came of it. */
function otherVersion(row: ListRow | undefined): boolean {
  if (row?.reported_version == null || row.reported_at === null) return false
  if (row.confirmed_at !== null && row.confirmed_at > row.reported_at) return false
  return row.reported_version !== row.version
}

function within(version: number): number {
  return Math.min(Math.max(Math.trunc(version), -(2 ** 31)), 2 ** 31 - 1)
}

function checkSelection(wanted: ListSelection): void {
  if (wanted.selection === 'all' || wanted.tokenIds.length <= MOST_ENTRIES) return
  throw new AppError('invalid', `A list has at most ${MOST_ENTRIES} tokens`, { field: 'tokenIds' })
}
