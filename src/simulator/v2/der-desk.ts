import type { Timer } from '#kernel'
import { parseTimestamp } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import { isDerMode } from '../physics/der-mode.ts'
import type { StationBody } from '../station/body.ts'
import type { DerControl } from '../station/der-control.ts'
import { DER_CONTROLS, type Inverter } from '../station/inverter.ts'
import type { Part } from '../station/part.ts'
import { faultBehind, settingsOf } from './der-settings.ts'
import { call21 } from './messages.ts'
import { renewTransfers } from './vehicle-needs.ts'

interface Alarm {
  readonly controlType: v21.DERControlEnumType
  readonly fault: v21.GridEventFaultEnumType | undefined
}

/** Begins and ends scheduled controls of an inverter in time, and tells it with all that they change (2.1 R04, R05). */
export class DerDesk implements Part {
  readonly #body: StationBody
  readonly #inverter: Inverter
  /** The alarm the CSMS was told of, until its end is told. */
  #alarm: Alarm | undefined
  #entering: Timer | undefined
  /** A trip curve may say something else then, though the grid stays as it is. */
  #looking: Timer | undefined

  constructor(body: StationBody, inverter: Inverter) {
    this.#body = body
    this.#inverter = inverter
    inverter.listen({ suffered: () => this.look(), deviated: () => this.#deviated() })
  }

  get inverter(): Inverter {
    return this.#inverter
  }

  /** R01.FR.03: after a power-cycle they go on; what has run out meanwhile is gone. */
  started(): void {
    this.#inverter.remove(({ endMs }) => endMs <= this.#body.nowMs())
    for (const control of this.#inverter.controls) this.#await(control)
    this.#mindGrid()
  }

  stopped(): void {
    this.#entering?.cancel()
    this.#entering = undefined
    this.#looking?.cancel()
  }

  set(request: v21.SetDERControlRequest): readonly string[] | 'unsupported' | 'invalid' | 'full' {
    const { controlType, controlId, isDefault } = request
    if (!isDerMode(controlType)) return 'unsupported'
    const settings = settingsOf(request)
    if (settings === undefined || (controlType === 'EnterService' && !isDefault)) return 'invalid'
    const { controls } = this.#inverter
    if (controls.length >= DER_CONTROLS && !controls.some(({ id }) => id === controlId)) return 'full'
    const { priority, startTime, duration } = settings
    // R04.FR.13
    if (isDefault && (startTime !== undefined || duration !== undefined)) return 'invalid'
    const startMs = (startTime === undefined ? undefined : parseTimestamp(startTime)) ?? this.#body.nowMs()
    const endMs = duration === undefined || isDefault ? Number.POSITIVE_INFINITY : startMs + duration * 1000
    const control = { id: controlId, mode: controlType, isDefault, priority, startMs, endMs, told: request }
    return this.#inverter.set(control)
  }

  /** What follows once a control was taken: it begins now or later. */
  schedule(controlId: string): void {
    const control = this.#inverter.controls.find(({ id }) => id === controlId)
    if (control !== undefined) this.#await(control)
    this.look()
  }

  /** Minds the grid, tells vehicles of what controls there are, and lets flow what may now. */
  look(): void {
    this.#mindGrid()
    renewTransfers(this.#body)
    for (const evse of this.#body.evses) evse.regulate()
  }

  /** It ceases to feed at once, and enters service again after the delay that was set for it. */
  #mindGrid(): void {
    const inverter = this.#inverter
    const outlook = inverter.look()
    this.#looking?.cancel()
    const { nextMs } = outlook
    if (nextMs !== undefined) this.#looking = this.#body.after(nextMs - this.#body.nowMs(), () => this.look())
    inverter.trip ??= outlook.tripped
    if (outlook.tripped !== undefined || !inverter.mayEnterService) {
      this.#entering?.cancel()
      this.#entering = undefined
      return
    }
    if (!inverter.tripped || this.#entering !== undefined) return
    const delayS = inverter.ruling('EnterService')?.enterService?.delay ?? 0
    if (delayS === 0) inverter.trip = undefined
    else this.#entering = this.#body.after(delayS * 1000, () => this.#enter())
  }

  #enter(): void {
    this.#entering = undefined
    this.#inverter.trip = undefined
    this.look()
  }

  /** Tells of a deviation that begins, ends or has another cause (R05). */
  #deviated(): void {
    const { deviation: controlType, grid } = this.#inverter
    const before = this.#alarm
    const fault = controlType === undefined ? undefined : faultBehind(controlType, grid)
    this.#alarm = controlType === undefined ? undefined : { controlType, fault }
    // R05.FR.04: one that another takes over from does not end.
    if (this.#alarm !== undefined) this.#tellAlarm(this.#alarm, false)
    else if (before !== undefined) this.#tellAlarm(before, true)
  }

  #await(control: DerControl): void {
    const { isDefault, startMs, endMs } = control
    if (isDefault) return
    this.#at(startMs, () => {
      if (!this.#inverter.has(control) || this.#inverter.isSuperseded(control)) return
      if (this.#inverter.isActive(control)) return
      this.#tell(control.id, true, this.#inverter.start(control))
      this.look()
    })
    if (endMs === Number.POSITIVE_INFINITY) return
    this.#at(endMs, () => {
      if (!this.#inverter.has(control)) return
      const wasInForce = this.#inverter.isActive(control)
      this.#inverter.remove(({ id }) => id === control.id)
      if (wasInForce) this.#tell(control.id, false, [])
      this.look()
    })
  }

  #at(moment: number, then: () => void): void {
    const waitMs = moment - this.#body.nowMs()
    if (waitMs <= 0) then()
    // Timers hold no more than 24 days: it is looked at again then.
    else this.#body.after(Math.min(waitMs, LONGEST_WAIT_MS), () => this.#at(moment, then))
  }

  /** R04.FR.20 to 22. */
  #tell(controlId: string, started: boolean, superseded: readonly string[]): void {
    this.#body.upkeep.news.tell(
      call21('NotifyDERStartStop', {
        ...{ controlId, started, timestamp: this.#body.stamp(this.#body.nowMs()) },
        ...(superseded.length === 0 ? {} : { supersededIds: superseded }),
      }),
    )
  }

  #tellAlarm({ controlType, fault }: Alarm, isOver: boolean): void {
    this.#body.upkeep.news.tell(
      call21('NotifyDERAlarm', {
        ...{ controlType, timestamp: this.#body.stamp(this.#body.nowMs()) },
        ...(fault === undefined ? {} : { gridEventFault: fault }),
        ...(isOver ? { alarmEnded: true } : {}),
      }),
    )
  }
}

const LONGEST_WAIT_MS = 86_400_000
