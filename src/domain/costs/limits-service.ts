import type { TransactionLimits } from '#domain/payments'
import type { Clock } from '#kernel'
import type { Database } from '#storage'
import type { LimitQuestion, Limits } from './limit.ts'
import { lowest, untold } from './limit-rule.ts'
import { limitsBefore, limitsOfCommand, noteHeld, noteTold } from './limit-store.ts'

export interface LimitsOptions {
  readonly database: Database
  readonly clock: Clock
}

/** How long a transaction may begin after the command to start it. */
const START_WITHIN_MS = 86_400_000

/** More than anything costs, in whatever currency. */
const TOO_HIGH_TO_MATTER = '999999999'

export function createLimits({ database, clock }: LimitsOptions): Limits {
  /** A limit cannot be taken back, only be too high to matter (2.1 E16.FR.17), or be what it was before. */
  async function toLift({ report, held }: LimitQuestion, at: Date, since: Date): Promise<TransactionLimits> {
    const before = await limitsBefore(database, report, since)
    const { maxCost } = before.told
    if (maxCost === undefined) return {}
    const state = await noteHeld(database, report, held, at)
    const own = state.held.maxCost
    // What the driver has set at the station stays (E16.FR.08); what it got from us is ours to change.
    const lifted = before.asked.maxCost ?? TOO_HIGH_TO_MATTER
    if (maxCost !== lifted && own !== undefined && Number(own) !== Number(maxCost)) return {}
    const limits = { ...before.told, maxCost: lifted }
    return (await noteTold(database, report, limits, at)) ? limits : {}
  }

  return {
    async toTell(question) {
      const { report, credit, paid = {}, held } = question
      const { stationId, facts, kind } = report
      const { token, remoteStartId } = facts
      const at = new Date(clock.nowMs())
      const since = new Date(clock.nowMs() - START_WITHIN_MS)
      if (credit === null) return await toLift(question, at, since)
      const asked =
        kind === 'started' && remoteStartId !== undefined && token !== undefined
          ? await limitsOfCommand(database, { stationId, token: token.value, remoteStartId }, since)
          : {}
      const wanted = lowest([paid, asked, credit === undefined ? {} : { maxCost: credit }])
      if (held === undefined && Object.keys(wanted).length === 0) return {}
      const state = await noteHeld(database, report, held, at)
      const limits = untold(wanted, state.held, state.supported ?? undefined)
      if (Object.keys(limits).length === 0) return {}
      return (await noteTold(database, report, limits, at)) ? limits : {}
    },
  }
}
