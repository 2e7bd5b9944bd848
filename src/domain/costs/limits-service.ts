import type { Clock } from '#kernel'
import type { Database } from '#storage'
import type { Limits } from './limit.ts'
import { lowest, untold } from './limit-rule.ts'
import { limitsOfCommand, noteHeld, noteTold } from './limit-store.ts'

export interface LimitsOptions {
  readonly database: Database
  readonly clock: Clock
}

/** How long a transaction may begin after the command to start it. */
const START_WITHIN_MS = 86_400_000

export function createLimits({ database, clock }: LimitsOptions): Limits {
  return {
    async toTell({ report, credit, paid = {}, held }) {
      const { stationId, facts, kind } = report
      const { token, remoteStartId } = facts
      const at = new Date(clock.nowMs())
      const since = new Date(clock.nowMs() - START_WITHIN_MS)
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
