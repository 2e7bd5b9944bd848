import type { Timer } from '#kernel'
import { type EvseConditions, holds } from './evse-conditions.ts'
import type { EvseSurroundings } from './evse-surroundings.ts'
import type { Fault } from './fault.ts'
import type {
  ChargingState,
  ContextReading,
  ReadingContext,
  StopReason,
  Token,
  Transaction,
  TransactionEvent,
  Trigger,
} from './transaction.ts'

export interface Authorization {
  readonly token: Token
  readonly remoteStartId: number | undefined
  readonly reservationId: number | undefined
}

export interface EvseLedgerParts {
  readonly evseId: number
  readonly around: Pick<EvseSurroundings, 'clock' | 'settings' | 'offline' | 'newTransactionId' | 'happened'>
  readonly read: (context: ReadingContext) => ContextReading
  readonly chargingState: () => ChargingState
  readonly fault: () => Fault | undefined
}

const KEPT_READINGS_LIMIT = 500

/** The transactions of one EVSE, one at a time: when one may begin and must end, and what is told of it. */
export class EvseLedger {
  readonly #parts: EvseLedgerParts
  #transaction: Transaction | undefined
  /** Which stop points have held during this transaction: only what held can cease to hold. */
  #held = new Set<string>()
  #sample: Timer | undefined

  constructor(parts: EvseLedgerParts) {
    this.#parts = parts
  }

  get transaction(): Transaction | undefined {
    return this.#transaction
  }

  mayBegin(at: EvseConditions): boolean {
    if (at.spent || at.faulted || !at.operative) return false
    return this.#parts.around.settings.txStartPoint.some((point) => holds(point, at))
  }

  mustEnd(conditions: EvseConditions): boolean {
    const { txStopPoint, stopOnDisconnect } = this.#parts.around.settings
    const at = { ...conditions, connected: conditions.connected || !stopOnDisconnect }
    const ended = txStopPoint.some((point) => this.#held.has(point) && !holds(point, at))
    this.#noteHeld(at)
    return ended
  }

  begin(trigger: Trigger, at: EvseConditions, authorization: Authorization | undefined): void {
    const { around, evseId, read } = this.#parts
    const reading = read('Transaction.Begin')
    this.#transaction = {
      id: around.newTransactionId(),
      evseId,
      startedMs: around.clock.nowMs(),
      meterStartWh: reading.registerWh,
      token: authorization?.token,
      remoteStartId: authorization?.remoteStartId,
      reservationId: authorization?.reservationId,
      nextSeqNo: 0,
      shownCost: undefined,
      kept: [],
    }
    this.#keep(this.#transaction, reading)
    this.#held = new Set()
    this.#noteHeld(at)
    const token = authorization?.token
    this.#tell('Started', trigger, this.#transaction, {
      readings: [reading],
      ...(token === undefined ? {} : { token }),
    })
    this.#scheduleSample()
  }

  update(trigger: Trigger, token: Token | undefined, authorization: Authorization | undefined): void {
    const transaction = this.#transaction
    if (transaction === undefined) return
    if (authorization !== undefined) {
      transaction.token = authorization.token
      transaction.remoteStartId = authorization.remoteStartId
      transaction.reservationId = authorization.reservationId
    }
    this.#tell('Updated', trigger, transaction, { readings: [], ...(token === undefined ? {} : { token }) })
  }

  /** Tells a reading as part of the running transaction. */
  report(context: ReadingContext, trigger: Trigger): void {
    if (this.#transaction === undefined) return
    const reading = this.#parts.read(context)
    this.#keep(this.#transaction, reading)
    this.#tell('Updated', trigger, this.#transaction, { readings: [reading] })
  }

  /** The transaction is over; what became of it is told once the EVSE stands as it does without. */
  close(): Transaction | undefined {
    this.#sample?.cancel()
    const ended = this.#transaction
    this.#transaction = undefined
    return ended
  }

  tellEnded(transaction: Transaction, trigger: Trigger, stopReason: StopReason, token?: Token): void {
    const readings = [...transaction.kept, this.#parts.read('Transaction.End')]
    this.#tell('Ended', trigger, transaction, { readings, stopReason, ...(token === undefined ? {} : { token }) })
  }

  powerDown(): void {
    this.#sample?.cancel()
  }

  #tell(
    kind: TransactionEvent['kind'],
    trigger: Trigger,
    transaction: Transaction,
    more: Pick<TransactionEvent, 'readings' | 'token' | 'stopReason'>,
  ): void {
    const { around, chargingState } = this.#parts
    const fault = this.#parts.fault()
    const { remoteStartId, reservationId } = transaction
    transaction.reservationId = undefined
    const seqNo = transaction.nextSeqNo
    transaction.nextSeqNo += 1
    around.happened({
      kind,
      trigger,
      transaction,
      seqNo,
      atMs: around.clock.nowMs(),
      chargingState: chargingState(),
      offline: around.offline(),
      ...more,
      ...(fault === undefined ? {} : { fault }),
      ...(reservationId === undefined ? {} : { reservationId }),
      ...(remoteStartId === undefined || (kind !== 'Started' && trigger !== 'RemoteStart') ? {} : { remoteStartId }),
    })
  }

  #keep({ kept }: Transaction, reading: ContextReading): void {
    const wanted = this.#parts.around.settings.endMeasurands.length > 0
    if (wanted && kept.length < KEPT_READINGS_LIMIT) kept.push(reading)
  }

  #noteHeld(at: EvseConditions): void {
    for (const point of this.#parts.around.settings.txStopPoint) if (holds(point, at)) this.#held.add(point)
  }

  #scheduleSample(): void {
    const { clock, settings } = this.#parts.around
    if (settings.sampleIntervalS === 0) return
    this.#sample = clock.after(settings.sampleIntervalS * 1000, () => {
      this.report('Sample.Periodic', 'MeterValuePeriodic')
      this.#scheduleSample()
    })
  }
}
