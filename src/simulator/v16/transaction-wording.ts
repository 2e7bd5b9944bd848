import type { JsonObject } from '#ocpp/rpc'
import { checkPayload } from '#ocpp/schemas'
import type * as v16 from '#ocpp/v16'
import type { StationBody } from '../station/body.ts'
import type { TransactionMessage, Verdict } from '../station/dialect.ts'
import type { Evse } from '../station/evse.ts'
import type { StopReason, Transaction, TransactionEvent } from '../station/transaction.ts'
import { readIdTagInfo } from './messages.ts'
import { writeMeterValue } from './meter-value.ts'

/** What a station says in place of a transactionId that it never heard (1.6 errata 3.18). */
const NEVER_CONFIRMED = -1

/** Transactions as 1.6 tells them: StartTransaction, MeterValues, StopTransaction, joined by the number the CSMS gave. */
export class TransactionWording {
  readonly #body: StationBody
  /** The CSMS's number of each transaction still of interest; what is not here has not been confirmed. */
  readonly #numbers = new WeakMap<Transaction, number>()

  constructor(body: StationBody) {
    this.#body = body
  }

  word(event: TransactionEvent): TransactionMessage | undefined {
    const evse = this.#body.evse(event.transaction.evseId)
    if (evse === undefined) return undefined
    if (event.kind === 'Started') return this.#start(event)
    if (event.kind === 'Ended') return this.#stop(event, evse)
    return event.readings.length > 0 ? this.#meterValues(event, evse) : undefined
  }

  /** The EVSE whose running transaction has this number. */
  evseOf(transactionId: number): Evse | undefined {
    return this.#body.evses.find(
      ({ transaction }) => transaction !== undefined && this.#numbers.get(transaction) === transactionId,
    )
  }

  #start({ transaction, atMs, reservationId }: TransactionEvent): TransactionMessage {
    return {
      action: 'StartTransaction',
      expendable: false,
      payload: () =>
        ({
          connectorId: transaction.evseId,
          idTag: transaction.token?.value ?? '',
          meterStart: transaction.meterStartWh,
          timestamp: this.#body.stamp(atMs),
          ...(reservationId === undefined ? {} : { reservationId }),
        }) satisfies v16.StartTransactionRequest,
      answered: (payload) => this.#started(transaction, payload),
      discarded: () => this.#numbers.set(transaction, NEVER_CONFIRMED),
    }
  }

  #started(transaction: Transaction, payload: JsonObject): Verdict | undefined {
    const check = checkPayload('ocpp1.6', 'StartTransaction', 'response', payload)
    if (check.outcome === 'invalid') return undefined
    this.#numbers.set(transaction, check.payload.transactionId)
    return readIdTagInfo(check.payload.idTagInfo)
  }

  #meterValues(event: TransactionEvent, evse: Evse): TransactionMessage {
    const { settings } = this.#body
    const measurands = event.trigger === 'MeterValueClock' ? settings.alignedMeasurands : settings.sampledMeasurands
    return {
      action: 'MeterValues',
      expendable: true,
      payload: () =>
        ({
          connectorId: evse.id,
          transactionId: this.#number(event.transaction),
          meterValue: event.readings.map((reading) => writeMeterValue(this.#body, evse, reading, measurands)),
        }) satisfies v16.MeterValuesRequest,
      answered: () => undefined,
      discarded: () => {},
    }
  }

  #stop(event: TransactionEvent, evse: Evse): TransactionMessage {
    const { transaction, token, atMs, readings, stopReason = 'Other' } = event
    return {
      action: 'StopTransaction',
      expendable: false,
      payload: () =>
        ({
          transactionId: this.#number(transaction),
          meterStop: readings.at(-1)?.registerWh ?? 0,
          timestamp: this.#body.stamp(atMs),
          // 1.6 §4.10: left out, it means Local.
          ...(stopReason === 'Local' ? {} : { reason: reasons[stopReason] }),
          ...(token === undefined ? {} : { idTag: token.value }),
          ...this.#transactionData(event, evse),
        }) satisfies v16.StopTransactionRequest,
      answered: (payload) => {
        const check = checkPayload('ocpp1.6', 'StopTransaction', 'response', payload)
        if (check.outcome === 'invalid' || check.payload.idTagInfo === undefined) return undefined
        return readIdTagInfo(check.payload.idTagInfo)
      },
      discarded: () => {},
    }
  }

  #transactionData({ readings }: TransactionEvent, evse: Evse): Pick<v16.StopTransactionRequest, 'transactionData'> {
    const { endMeasurands } = this.#body.settings
    if (endMeasurands.length === 0) return {}
    return { transactionData: readings.map((reading) => writeMeterValue(this.#body, evse, reading, endMeasurands)) }
  }

  #number(transaction: Transaction): number {
    return this.#numbers.get(transaction) ?? NEVER_CONFIRMED
  }
}

const reasons = {
  DeAuthorized: 'DeAuthorized',
  EVDisconnected: 'EVDisconnected',
  Fault: 'Other',
  HardReset: 'HardReset',
  Local: 'Local',
  Other: 'Other',
  PowerLoss: 'PowerLoss',
  Reboot: 'Reboot',
  Remote: 'Remote',
  TransferRejected: 'Other',
  SoftReset: 'SoftReset',
  Timeout: 'Other',
  UnlockCommand: 'UnlockCommand',
} as const satisfies Record<StopReason, v16.StopTransactionRequest['reason']>
