import { requireStation } from '#domain/stations'
import { type Clock, isInt32, type Logger, type Scope } from '#kernel'
import type { Database, Queries } from '#storage'
import { transfersOfToken } from './allowed-transfers.ts'
import type { ChargingPurpose } from './charging-profile.ts'
import { dynamicDesk } from './dynamic-desk.ts'
import { loadKnownLimits } from './known-limits.ts'
import { deleteLimit, deleteReported, loadLimits, loadTold, putLimit, putTold } from './limit-store.ts'
import { matches } from './matches.ts'
import { needsDesk, type SubmitProfile } from './needs-desk.ts'
import { loadNeeds, loadRule, putPriority, putRule } from './needs-store.ts'
import { prepareProfile } from './prepare-profile.ts'
import {
  deleteProfiles,
  forgetFormer,
  loadRows,
  markUnsure,
  profileOf,
  putReported,
  settleSent,
  takeTurn,
} from './profile-store.ts'
import { endReport, noteAsked } from './report-store.ts'
import { resendProfiles } from './resend-profiles.ts'
import type {
  ClearFilter,
  ExternalLimit,
  ProfileFilter,
  ProfileReport,
  SchedulesOfEvse,
  SmartCharging,
} from './smart-charging.ts'
import { loadCapabilities } from './station-facts-store.ts'
import { followTransactions } from './transaction-link-store.ts'
import { putTransactionTransfers } from './transfer-store.ts'
import { whatHolds } from './what-holds.ts'

export interface SmartChargingOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  /** Gives the command that sends a profile to a station. */
  readonly submit: SubmitProfile
}

/** What may flow, when and where: judged before it is sent, and kept beside what stations say. */
export function createSmartCharging({ database, clock, logger, submit }: SmartChargingOptions): SmartCharging {
  const now = () => new Date(clock.nowMs())
  const inTurn = (stationId: string, work: (queries: Queries) => Promise<void>) =>
    database.transaction(async (queries) => {
      await takeTurn(queries, stationId)
      await work(queries)
    })
  return {
    prepare: (wanted) => database.transaction((queries) => prepareProfile(queries, wanted, now())),
    settle: (stationId, commandId, outcome) =>
      inTurn(stationId, (queries) => settleSent(queries, stationId, commandId, outcome)),
    cleared: (stationId, filter, askedAt = now()) =>
      inTurn(stationId, (queries) => removeCleared(queries, stationId, filter, askedAt)),
    asked: (stationId, requestId, filter) => noteAsked(database, stationId, requestId, filter, now()),
    reportedNone: (stationId, requestId) =>
      inTurn(stationId, (queries) => removeUnreported(queries, stationId, requestId)),
    async reported(report) {
      // What else a station answers to, nobody asked.
      if (isInt32(report.requestId)) await inTurn(report.stationId, (queries) => storeReport(queries, report))
    },
    toldSchedule: (stationId, schedule) => putTold(database, stationId, schedule, now()),

    limitNotified: (limit) => inTurn(limit.stationId, (queries) => noteLimit(queries, limit)),
    limitCleared: (stationId, source, evseId) =>
      inTurn(stationId, async (queries) => {
        await deleteLimit(queries, stationId, source, evseId)
        await deleteReported(queries, stationId, { source, evseId, purposes: OF_OTHERS })
      }),
    ...needsDesk({ database, clock, logger, submit }),
    allowedTransfers: (partyId, stationId, token) => transfersOfToken(database, { partyId, stationId, token }),
    transfersTold: (stationId, reference, transfers) =>
      putTransactionTransfers(database, stationId, reference, transfers, now()),
    resumed: (partyId, stationId, reference) =>
      resendProfiles({ database, clock, logger, submit }, { partyId, stationId, reference }),
    ...dynamicDesk(database, clock),
    priority: (stationId, reference, activated, at) => putPriority(database, stationId, reference, activated, at),

    async listProfiles(scope, stationId) {
      await requireStation(database, scope, stationId)
      await followTransactions(database, stationId, now())
      await markUnsure(database, stationId)
      return (await loadRows(database, stationId)).map(profileOf)
    },
    async listLimits(scope, stationId) {
      await requireStation(database, scope, stationId)
      return await loadLimits(database, stationId)
    },
    async listNeeds(scope, stationId) {
      await requireStation(database, scope, stationId)
      return await loadNeeds(database, stationId)
    },
    schedules: (scope, stationId, question) => schedulesOf(database, scope, stationId, { ...question, from: now() }),
    async needsRule(scope, stationId) {
      await requireStation(database, scope, stationId)
      return { stationId, ...(await loadRule(database, stationId)) }
    },
    async changeNeedsRule(scope, stationId, rule) {
      await requireStation(database, scope, stationId)
      await putRule(database, stationId, rule, now())
      return { stationId, ...(await loadRule(database, stationId)) }
    },
  }
}

/** What others than the operator set. */
const OF_OTHERS = ['external-constraints', 'local-generation'] as const satisfies readonly ChargingPurpose[]

/** A limit told with its schedules takes the place of what was reported of it before; without, that is all there is to go by. */
async function noteLimit(queries: Queries, limit: ExternalLimit): Promise<void> {
  const { stationId, source, evseId, localGeneration, schedules } = limit
  await putLimit(queries, limit)
  if (schedules.length === 0) return
  const purposes = [localGeneration === true ? ('local-generation' as const) : ('external-constraints' as const)]
  await deleteReported(queries, stationId, { source, evseId, purposes })
}

/** What a station keeps when it clears all that match (2.1 K10.FR.08). */
const NEVER_CLEARED: ReadonlySet<string> = new Set(OF_OTHERS)

async function removeCleared(queries: Queries, stationId: string, filter: ClearFilter, askedAt: Date): Promise<void> {
  const { profileId, ...rest } = filter
  const wanted: ProfileFilter = profileId === undefined ? rest : { profileIds: [profileId] }
  const cleared = (await loadRows(queries, stationId))
    .map(profileOf)
    .filter((one) => matches(one, wanted) && !NEVER_CLEARED.has(one.purpose))
  const [coming, gone] = [true, false].map((isComing) =>
    cleared
      .filter(({ standing, sentAt }) => (standing === 'sent' && sentAt !== undefined && sentAt >= askedAt) === isComing)
      .map(({ profileId }) => profileId),
  )
  await deleteProfiles(queries, stationId, gone ?? [])
  await forgetFormer(queries, stationId, coming ?? [])
}

async function storeReport(queries: Queries, report: ProfileReport): Promise<void> {
  const { stationId, requestId, evseId, source, profiles, receivedAt, toBeContinued } = report
  await markUnsure(queries, stationId)
  for (const { profileId, profile, transactionReference } of profiles) {
    const { purpose, stackLevel } = profile
    const told = {
      stationId,
      profileId,
      evseId,
      source,
      purpose,
      stackLevel,
      reported: profile,
      reportedAt: receivedAt,
    }
    await putReported(queries, { ...told, ...(transactionReference && { transactionReference }) }, requestId)
  }
  if (!toBeContinued) await removeUnreported(queries, stationId, requestId)
}

/** A report has come to its end: what it was asked for and does not contain is not at the station. */
async function removeUnreported(queries: Queries, stationId: string, requestId: number): Promise<void> {
  const report = await endReport(queries, stationId, requestId)
  if (report === undefined) return
  const gone = (await loadRows(queries, stationId)).filter(
    (row) =>
      row.report_id !== requestId &&
      // What was sent since may not have been there yet.
      (row.sent_at === null || row.sent_at < report.askedAt) &&
      matches(profileOf(row), report.filter),
  )
  await deleteProfiles(
    queries,
    stationId,
    gone.map((row) => row.profile_id),
  )
}

async function schedulesOf(
  database: Database,
  scope: Scope,
  stationId: string,
  question: Parameters<SmartCharging['schedules']>[2] & { readonly from: Date },
): Promise<SchedulesOfEvse> {
  await requireStation(database, scope, stationId)
  const { evseId, durationS, from } = question
  const told = await loadTold(database, stationId, evseId)
  const { rateUnits } = await loadCapabilities(database, stationId)
  const rateUnit = question.rateUnit ?? told?.rateUnit ?? rateUnits?.[0] ?? 'A'
  const composite = whatHolds(await loadKnownLimits(database, stationId, from), { evseId, from, durationS, rateUnit })
  const calculated = { evseId, startAt: from, rateUnit, ...composite }
  return { stationId, calculated, ...(told && { told }) }
}
