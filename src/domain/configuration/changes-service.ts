import { createHash } from 'node:crypto'
import type { Commands } from '#domain/commands'
import { loadNamedVariables } from '#domain/device-model'
import { publishLive } from '#domain/live'
import { AppError, type Bus, type Clock, errorCode, everyParty, type Logger, newId, type Scope } from '#kernel'
import type { Database } from '#storage'
import type { ChangeState, Changes, ConfigurationChange, NewChange } from './change.ts'
import {
  giveUpWaiting,
  hasOpen,
  loadMembers,
  loadNext,
  loadOrdered,
  noteOrdered,
  noteOutcome,
  type WaitingMember,
} from './change-member-store.ts'
import { type CommandFacts, orderFor, outcomeOf } from './change-step.ts'
import {
  type ChangeUnderWay,
  insertChange,
  loadChange,
  loadChanges,
  loadUnderWay,
  MOST_STATIONS,
  moveChange,
} from './change-store.ts'
import { placeAt } from './drift.ts'
import { generationOf } from './generation.ts'
import { keptValues, openValue } from './kept-values.ts'
import { type ChangeToStore, USUAL_MANNER } from './new-change.ts'
import { loadKeptTemplate } from './template-store.ts'
import { checkedName, checkGroup } from './templates-service.ts'
import { type KeptValue, placeKey } from './wanted.ts'

export interface ChangesOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly commands: Commands
  readonly secretKey: Uint8Array
}

/** How long an order waits for a station that has just gone; then it is told again. */
const ORDER_EXPIRES_S = 300
const HOUR_MS = 3_600_000

/** Values being set at many stations, a few at a time. */
export function createChanges(options: ChangesOptions): Changes {
  const { database, clock } = options
  const now = () => new Date(clock.nowMs())

  async function move(scope: Scope, id: string, from: readonly ChangeState[], to: ChangeState) {
    const { state } = await loadChange(database, scope, id)
    const moved = await moveChange(database, scope, id, from, to, now())
    if (!moved) throw new AppError('conflict', `The change is ${state}`, { state })
    return await loadChange(database, scope, id)
  }

  return {
    async create(wanted) {
      const change = { ...(await toStore(options, wanted)), id: newId(clock.nowMs()), at: now() }
      await database.transaction(async (queries) => {
        const count = await insertChange(queries, change)
        if (count === 0) throw new AppError('invalid', 'No station fits', { field: 'group' })
        if (count > MOST_STATIONS) {
          throw new AppError('invalid', `A change has ${MOST_STATIONS} stations at most`, { field: 'group' })
        }
      })
      return await loadChange(database, everyParty, change.id)
    },
    pause: (scope, id) => move(scope, id, ['running'], 'paused'),
    resume: (scope, id) => move(scope, id, ['paused'], 'running'),
    cancel: (scope, id) => move(scope, id, ['running', 'paused'], 'canceled'),
    get: (scope, id) => loadChange(database, scope, id),
    list: (scope, filter, page) => loadChanges(database, scope, filter, page),
    async members(scope, changeId, filter, page) {
      const { id } = await loadChange(database, scope, changeId)
      return await loadMembers(database, id, filter, page)
    },
  }
}

/** @throws AppError `invalid`, `not-found` */
async function toStore(
  { database, secretKey }: ChangesOptions,
  { templateId, wanted, group, ...change }: NewChange,
): Promise<Omit<ChangeToStore, 'id' | 'at'>> {
  const manner = { ...USUAL_MANNER, ...change, name: checkedName(change.name) }
  if ((templateId === undefined) === (wanted === undefined)) {
    throw new AppError('invalid', 'A change has either a template or values of its own', { field: 'wanted' })
  }
  if (templateId !== undefined) {
    const template = await loadKeptTemplate(database, { partyIds: [change.partyId] }, templateId)
    return { ...manner, templateId, wanted: template.wanted, group: group ?? template.group }
  }
  checkGroup(group ?? {})
  return { ...manner, wanted: keptValues(secretKey, wanted ?? []), group: group ?? {} }
}

/** Takes every change as far as it goes now. */
export async function workChanges(options: ChangesOptions): Promise<void> {
  const { database, clock, logger } = options
  for (const change of await loadUnderWay(database)) {
    try {
      await takeFurther(options, change, new Date(clock.nowMs()))
    } catch (thrown) {
      const fields = { changeId: change.id, code: errorCode(thrown), cause: String(thrown) }
      logger.warn('A configuration change could not be taken further', fields)
    }
  }
}

/**
 * One round of one change. Whatever it does is noted at once and can be done again without harm, so that it may break off
 * anywhere; an order is a command with a key of its own, which gives the same command again.
 */
async function takeFurther(options: ChangesOptions, change: ChangeUnderWay, now: Date): Promise<void> {
  const { database } = options
  const moved: string[] = []
  let busy = 0
  for (const member of await loadOrdered(database, change.id)) {
    const { command_state: state, command_result: result, attempts } = member
    const outcome = outcomeOf({ state, result: readResult(result), attempts })
    if (outcome.state === 'ordered') busy += 1
    else if (await noteOutcome(database, change.id, member.number, outcome, now)) moved.push(member.station_id)
  }
  if (change.goesOn) {
    moved.push(...(await orderNext(options, change, change.atOnce - busy, now)))
    const isOver = now.getTime() - change.createdAt.getTime() >= change.waitHours * HOUR_MS
    if (isOver) moved.push(...(await giveUpWaiting(database, change.id, now)))
    if (!(await hasOpen(database, change.id))) {
      await moveChange(database, everyParty, change.id, ['running'], 'finished', now)
    }
  }
  await tell(options, change, moved, now)
}

function readResult(text: string | null): CommandFacts['result'] {
  // Written by the commands alone, from this very type.
  return text === null ? null : (JSON.parse(text) as CommandFacts['result'])
}

/** @returns the stations that have moved */
async function orderNext(options: ChangesOptions, change: ChangeUnderWay, room: number, now: Date): Promise<string[]> {
  if (room <= 0) return []
  const { database, logger } = options
  const members = await loadNext(database, change.id, room)
  if (members.length === 0) return []
  const names = change.wanted.flatMap((value) => [value.name, placeAt(value, 'keys')?.name ?? value.name])
  const told = await loadNamedVariables(
    database,
    members.map(({ station_id }) => station_id),
    names,
  )
  const moved: string[] = []
  for (const member of members) {
    const generation = generationOf(member.ocpp_version)
    if (generation === undefined) continue
    try {
      const order = orderFor(change.wanted, told.get(member.station_id) ?? [], generation)
      const done =
        'set' in order
          ? await sendOrder(options, change, member, order.set, now)
          : await noteOutcome(database, change.id, member.number, { rebootRequired: false, results: [], ...order }, now)
      if (done) moved.push(member.station_id)
    } catch (thrown) {
      // One that cannot take an order just now must not keep it from the others.
      const fields = { changeId: change.id, stationId: member.station_id, code: errorCode(thrown) }
      logger.warn('A station could not be told its configuration', fields)
    }
  }
  return moved
}

async function sendOrder(
  { database, commands, secretKey }: ChangesOptions,
  { id, partyId, requestedByName }: ChangeUnderWay,
  member: WaitingMember,
  set: readonly KeptValue[],
  now: Date,
): Promise<boolean> {
  const variables = set.map((kept) => {
    const { sealed: _, value: __, ...place } = kept
    return { ...place, value: openValue(secretKey, kept) }
  })
  // What a station still has to be told may have become less since the same order broke off.
  const what = createHash('sha256').update(set.map(placeKey).join()).digest('hex').slice(0, 16)
  const command = await commands.submit(
    { partyIds: [partyId] },
    {
      stationId: member.station_id,
      kind: 'set-variables',
      request: { variables },
      requestedBy: id,
      requestedByName,
      idempotencyKey: `configuration ${id} ${member.number} ${member.attempts + 1} ${what}`,
      expiresInS: ORDER_EXPIRES_S,
    },
  )
  return await noteOrdered(database, id, member, command.id, now)
}

/** Each station that has moved, with how the whole change stands. */
async function tell(
  { database, bus }: ChangesOptions,
  { id, partyId }: ChangeUnderWay,
  moved: readonly string[],
  now: Date,
): Promise<void> {
  if (moved.length === 0) return
  const { state, progress, rebootsRequired }: ConfigurationChange = await loadChange(database, everyParty, id)
  for (const stationId of moved) {
    const event = { kind: 'configuration-change', changeId: id, state, rebootsRequired, ...progress } as const
    publishLive(bus, partyId, stationId, now, event)
  }
}
