import type { Entry } from './entry.ts'
import { reportEntry } from './event-line.ts'
import type { TransactionMoment, TransactionReport } from './transaction.ts'

export function momentOf({ key, seqNo, atMs, registers, facts, measured }: Entry): TransactionMoment {
  return {
    ...{ key, atMs, registers },
    ...(seqNo === undefined ? {} : { seqNo }),
    ...(facts.chargingState === undefined ? {} : { chargingState: facts.chargingState }),
    ...(measured.currentA === undefined ? {} : { currentA: measured.currentA }),
    ...(facts.tariffId === undefined ? {} : { tariffId: facts.tariffId }),
    ...(facts.trigger === 'TariffChanged' ? { isTariffChange: true } : {}),
    ...(facts.trigger === 'TariffNotAccepted' ? { isTariffRefused: true } : {}),
  }
}

/** What a report adds to the course of its transaction, before it is read from the books. */
export function momentOfReport(report: TransactionReport): TransactionMoment {
  return momentOf(reportEntry(report, {}))
}
