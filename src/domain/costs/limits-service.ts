import { Decimal } from 'decimal.js'
import type { TransactionLimits } from '#domain/payments'
import type { Clock } from '#kernel'
import type { Database } from '#storage'
import type { Limits } from './limit.ts'
import { lowest, ownOf, untold } from './limit-rule.ts'
import { limitsBefore, noteHeld, noteTold } from './limit-store.ts'

export interface LimitsOptions {
  readonly database: Database
  readonly clock: Clock
}

/** How long a transaction may begin after the command to start it. */
const START_WITHIN_MS = 86_400_000

/** More than anything costs, in whatever currency. */
const TOO_HIGH_TO_MATTER = '999999999'

export function createLimits({ database, clock }: LimitsOptions): Limits {
  return {
    async toTell({ report, credit, paid = {}, held }) {
      const at = new Date(clock.nowMs())
      const { told, toldSeq, asked } = await limitsBefore(database, report, new Date(at.getTime() - START_WITHIN_MS))
      // An event that is told again is answered the same.
      if (toldSeq === report.seqNo) return told
      const wanted =
        credit === null ? lifted(told, asked) : lowest([paid, asked, credit ? { maxCost: notBelowZero(credit) } : {}])
      if (held === undefined && Object.keys(wanted).length === 0) return {}
      const state = await noteHeld(database, report, held, at)
      const news = untold(wanted, ownOf(state.held, told), state.supported ?? undefined)
      if (Object.keys(news).length === 0) return {}
      const limits = { ...told, ...news }
      return (await noteTold(database, report, limits, at)) ? limits : {}
    },
  }
}

/** Where more was spent than there was, nothing is left: nobody gets less than nothing. */
function notBelowZero(credit: string): string {
  return new Decimal(credit).isNegative() ? '0' : credit
}

/** A limit cannot be taken back, only be too high to matter (2.1 E16.FR.17), or be what the start had asked for. */
function lifted(told: TransactionLimits, asked: TransactionLimits): TransactionLimits {
  return told.maxCost === undefined ? {} : { maxCost: asked.maxCost ?? TOO_HIGH_TO_MATTER }
}
