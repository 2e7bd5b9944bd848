import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../../station/body.ts'
import type { Version2 } from '../dialect.ts'
import { call } from '../messages.ts'
import type { Trip } from './station-monitor.ts'

/** The least grave events that wait for a connection (2.x OfflineMonitoringEventQueuingSeverity). */
export const OFFLINE_SEVERITY = 4
const QUEUE_LIMIT = 100

type EventData = Omit<v21.EventDataType, 'severity'> & { readonly severity?: number }

/** Tells what monitors have found: at once, or once there is a connection (N07.FR.04). */
export class EventTeller {
  readonly #version: Version2
  readonly #body: StationBody
  #waiting: EventData[] = []
  #lastId = 0

  constructor(version: Version2, body: StationBody) {
    this.#version = version
    this.#body = body
  }

  tell(trips: readonly Trip[]): void {
    const data = trips.map((trip) => this.#word(trip))
    if (this.#body.online) this.#send(data)
    else {
      const grave = data.filter((_, at) => (trips[at]?.monitor.severity ?? 9) <= OFFLINE_SEVERITY)
      this.#waiting = [...this.#waiting, ...grave].slice(-QUEUE_LIMIT)
    }
  }

  online(): void {
    const waiting = this.#waiting
    this.#waiting = []
    this.#send(waiting)
  }

  #send(eventData: readonly EventData[]): void {
    if (eventData.length === 0) return
    // N07.FR.07: all of it is one report.
    const generatedAt = this.#body.stamp(this.#body.nowMs())
    this.#body.send(call('NotifyEvent', { generatedAt, seqNo: 0, tbc: false, eventData }))
  }

  #word({ monitor, trigger, value, cleared }: Trip): EventData {
    const { component, variable } = monitor.variable
    const transactionId = this.#body.evse(component.evse?.id ?? 0)?.transaction?.id
    this.#lastId += 1
    return {
      eventId: this.#lastId,
      timestamp: this.#body.stamp(this.#body.nowMs()),
      trigger,
      actualValue: value,
      ...(cleared === undefined ? {} : { cleared }),
      ...(transactionId === undefined ? {} : { transactionId }),
      component,
      variable,
      variableMonitoringId: monitor.id,
      eventNotificationType: monitor.origin,
      // 2.1 N07.FR.20; 2.0.1 has no word for it.
      ...(this.#version === 'ocpp2.1' ? { severity: monitor.severity } : {}),
    }
  }
}
