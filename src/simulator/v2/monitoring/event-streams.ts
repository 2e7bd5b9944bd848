import type { Timer } from '#kernel'
import { checkPayload } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../../station/body.ts'
import type { CallOutcome } from '../../wire/outbox.ts'
import type { StationMonitor, Trip } from './station-monitor.ts'

/** Values a stream holds at most while they cannot be sent. */
const BUFFER_LIMIT = 1_000
/** The longest interval and the most values in a message that the station can do. */
const LONGEST_INTERVAL_S = 3_600
const MOST_VALUES = 500

interface Stream {
  readonly id: number
  readonly monitorId: number
  params: v21.PeriodicEventStreamParamsType
  /** Opened, and the CSMS has taken it. */
  open: boolean
  buffer: { readonly atMs: number; readonly value: string }[]
  timer: Timer | undefined
}

/** Sends the values of monitors together, unanswered (2.1 N11 to N15). */
export class EventStreams {
  readonly #body: StationBody
  readonly #streams = new Map<number, Stream>()
  #lastId = 0

  constructor(body: StationBody) {
    this.#body = body
  }

  /** N11.FR.02: asks whether the CSMS takes the values of this monitor; until it does they go as ordinary events. */
  open({ id: monitorId, stream: params }: StationMonitor): void {
    if (params === undefined) return
    this.#lastId += 1
    const stream: Stream = { id: this.#lastId, monitorId, params, open: false, buffer: [], timer: undefined }
    this.#streams.set(stream.id, stream)
    const constantStreamData = { id: stream.id, variableMonitoringId: monitorId, params }
    const message = { action: 'OpenPeriodicEventStream', payload: { constantStreamData } }
    this.#body.send(message, false, (outcome) => {
      if (this.#streams.get(stream.id) !== stream) return
      stream.open = isAccepted(outcome)
      if (stream.open) this.#schedule(stream)
      // N11.FR.07
      else this.#streams.delete(stream.id)
    })
  }

  /** N13.FR.01 and 03: whatever it holds goes first. */
  close(monitorId: number): void {
    const stream = this.#of(monitorId)
    if (stream === undefined) return
    while (stream.open && stream.buffer.length > 0) this.#flush(stream)
    stream.timer?.cancel()
    this.#streams.delete(stream.id)
    this.#body.send({ action: 'ClosePeriodicEventStream', payload: { id: stream.id } })
  }

  /** False when the value has to go another way. */
  take({ monitor, value }: Trip): boolean {
    const stream = this.#of(monitor.id)
    if (stream === undefined || !stream.open) return false
    stream.buffer = [...stream.buffer, { atMs: this.#body.nowMs(), value }].slice(-BUFFER_LIMIT)
    const { values = 0 } = stream.params
    // N15.FR.08
    if (values > 0 && stream.buffer.length >= values) this.#flush(stream)
    return true
  }

  /** N12.FR.01 */
  list(): v21.ConstantStreamDataType[] {
    const open = [...this.#streams.values()].filter((stream) => stream.open)
    return open.map(({ id, monitorId, params }) => ({ id, variableMonitoringId: monitorId, params }))
  }

  /** N14.FR.02 and 03 */
  adjust(id: number, params: v21.PeriodicEventStreamParamsType): boolean {
    const stream = this.#streams.get(id)
    const { interval = 0, values = 0 } = params
    if (stream === undefined || !stream.open || interval > LONGEST_INTERVAL_S || values > MOST_VALUES) return false
    stream.params = { ...stream.params, ...params }
    this.#schedule(stream)
    return true
  }

  /** Streams stay open over interruptions, and go on. */
  resume(): void {
    for (const stream of this.#streams.values()) if (stream.open) this.#schedule(stream)
  }

  stop(): void {
    for (const stream of this.#streams.values()) stream.timer?.cancel()
  }

  /** N15.FR.06 */
  #schedule(stream: Stream): void {
    stream.timer?.cancel()
    const { interval = 0 } = stream.params
    if (interval <= 0) return
    stream.timer = this.#body.after(interval * 1_000, () => {
      this.#flush(stream)
      this.#schedule(stream)
    })
  }

  /** N15.FR.04, 07 and 09 */
  #flush(stream: Stream): void {
    if (!this.#body.online) return
    const { values = 0 } = stream.params
    const sent = stream.buffer.splice(0, values > 0 ? values : stream.buffer.length)
    const [first] = sent
    if (first === undefined) return
    const data = sent.map(({ atMs, value }) => ({ t: (atMs - first.atMs) / 1_000, v: value }))
    const basetime = this.#body.stamp(first.atMs)
    const payload = { id: stream.id, pending: stream.buffer.length, basetime, data }
    this.#body.tell({ action: 'NotifyPeriodicEventStream', payload })
  }

  #of(monitorId: number): Stream | undefined {
    return [...this.#streams.values()].find((stream) => stream.monitorId === monitorId)
  }
}

function isAccepted(outcome: CallOutcome): boolean {
  if (outcome.type !== 'result') return false
  const check = checkPayload('ocpp2.1', 'OpenPeriodicEventStream', 'response', outcome.payload)
  return check.outcome !== 'invalid' && check.payload.status === 'Accepted'
}
