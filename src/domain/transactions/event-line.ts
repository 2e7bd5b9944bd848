import { type Entry, measuredIn, registerAt, registersOf } from './entry.ts'
import { digestOf } from './identity.ts'
import type { StoredReading } from './ledger-store.ts'
import { packSamples } from './sample-layout.ts'
import type { EventFacts, Reading, ReadingsReport, StartReport, StopReport, TransactionReport } from './transaction.ts'

type Refusal = { readonly tokenRefused?: string }

/** A 2.x event as the log keeps it; its number, kind and time make it the same when told again (E-03, B-11). */
export function reportEntry(report: TransactionReport, refusal: Refusal): Entry {
  const atMs = report.at.getTime()
  const counted = Number.isSafeInteger(report.seqNo)
  return {
    key: `${report.seqNo}/${report.kind}/${report.facts.timestamp ?? atMs}`,
    kind: report.kind,
    ...(counted ? { seqNo: report.seqNo } : {}),
    atMs,
    receivedAtMs: report.receivedAt.getTime(),
    facts: { ...report.facts, ...refusal },
    registers: registersOf(report.readings),
    measured: measuredIn(report.readings),
  }
}

export function startEntry(report: StartReport, refusal: Refusal): Entry {
  const { evseId, token, reservationId, timestamp } = report
  const atMs = report.at.getTime()
  const facts: EventFacts = {
    evseId,
    connectorId: 1,
    token,
    ...(reservationId === undefined ? {} : { reservationId }),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...refusal,
  }
  return {
    key: 'start',
    kind: 'started',
    atMs,
    receivedAtMs: report.receivedAt.getTime(),
    facts,
    registers: registerAt(atMs, report.startRegisterWh),
    measured: {},
  }
}

export function stopEntry(report: StopReport): Entry {
  const atMs = report.at.getTime()
  const { token, stopReason, timestamp } = report
  return {
    key: `stop/${timestamp ?? atMs}/${report.stopRegisterWh}`,
    kind: 'ended',
    atMs,
    receivedAtMs: report.receivedAt.getTime(),
    facts: {
      ...(token === undefined ? {} : { token }),
      ...(stopReason === undefined ? {} : { stopReason }),
      ...(timestamp === undefined ? {} : { timestamp }),
    },
    registers: [...registersOf(report.readings), ...registerAt(atMs, report.stopRegisterWh)],
    measured: measuredIn(report.readings),
  }
}

/** 1.6 MeterValues of a transaction; what they say makes them the same when told again. */
export function readingsEntry(report: ReadingsReport, stored: readonly StoredReading[]): Entry {
  const { readings, evseId } = report
  const atMs = Math.max(...readings.map(({ at }) => at.getTime()))
  return {
    key: `readings/${atMs}/${stored.map(({ digest }) => digest).join('.')}`,
    kind: 'updated',
    atMs,
    receivedAtMs: report.receivedAt.getTime(),
    facts: evseId > 0 ? { evseId } : {},
    registers: registersOf(readings),
    measured: measuredIn(readings),
  }
}

/**
 * Readings as they are stored. The digest makes one that is told twice, by whatever message, one row: what a transaction's
 * messages tell is known by the transaction, the rest by its EVSE.
 */
export function storedReadings(
  readings: readonly Reading[],
  of: {
    readonly stationId: string
    readonly receivedAt: Date
    readonly transactionId?: string
    readonly evseId?: number
    /** The message named no transaction: it may not have been found when the same readings came before. */
    readonly unnamed?: boolean
  },
): StoredReading[] {
  const receivedAtMs = of.receivedAt.getTime()
  const { stationId, transactionId, evseId } = of
  const owner = transactionId === undefined || of.unnamed === true ? `evse ${evseId}` : transactionId
  return readings.map((reading) => {
    const samples = packSamples(reading.samples)
    return {
      reading,
      samples,
      stationId,
      ...(transactionId === undefined ? {} : { transactionId }),
      ...(evseId === undefined ? {} : { evseId }),
      digest: digestOf(`${owner}\n${reading.context ?? ''}\n${samples.layout?.id ?? ''}\n${samples.text}`),
      receivedAtMs,
    }
  })
}
