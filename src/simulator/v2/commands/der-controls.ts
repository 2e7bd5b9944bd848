import type * as v21 from '#ocpp/v21'
import { isDerMode } from '../../physics/der-mode.ts'
import type { StationBody } from '../../station/body.ts'
import type { DerControl } from '../../station/der-control.ts'
import type { Inverter } from '../../station/inverter.ts'
import type { Commands21 } from '../answers.ts'
import type { DerDesk } from '../der-desk.ts'
import { call21 } from '../messages.ts'

/** Controls in one report message. */
const CONTROLS_PER_MESSAGE = 4

/** 2.1 R04; nothing for a station without an inverter. */
export function derCommands(body: StationBody, der: DerDesk | undefined): Commands21 {
  if (der === undefined) return {}
  const { inverter } = der
  return {
    SetDERControl(request) {
      const taken = der.set(request)
      // R04.FR.01.
      if (taken === 'unsupported') return { response: { status: 'NotSupported' } }
      if (typeof taken === 'string') {
        const reasonCode = taken === 'full' ? 'OutOfMemory' : 'InvalidValue'
        return { response: { status: 'Rejected', statusInfo: { reasonCode } } }
      }
      const response = { status: 'Accepted' as const, ...(taken.length === 0 ? {} : { supersededIds: taken }) }
      return { response, after: () => der.schedule(request.controlId) }
    },
    GetDERControl({ requestId, ...filter }) {
      const { controlType } = filter
      // R04.FR.36.
      if (controlType !== undefined && !isDerMode(controlType)) return { response: { status: 'NotSupported' } }
      const found = inverter.controls.filter((one) => matches(one, filter))
      if (found.length === 0) return { response: { status: 'NotFound' } }
      return { response: { status: 'Accepted' }, after: () => report(body, inverter, requestId, found) }
    },
    ClearDERControl(filter) {
      const { controlType, controlId } = filter
      // R04.FR.43.
      if (controlType !== undefined && !isDerMode(controlType)) return { response: { status: 'NotSupported' } }
      const cleared = inverter.remove((one) => matches(one, filter))
      // R04.FR.41, R04.FR.42, R04.FR.44.
      const isNamed = controlType !== undefined || controlId !== undefined
      if (cleared === 0 && isNamed) return { response: { status: 'NotFound' } }
      return { response: { status: 'Accepted' }, after: () => der.look() }
    },
  }
}

interface Filter {
  readonly isDefault?: boolean
  readonly controlType?: v21.DERControlEnumType
  readonly controlId?: string
}

function matches({ id, mode, isDefault }: DerControl, filter: Filter): boolean {
  return (
    (filter.isDefault ?? isDefault) === isDefault &&
    (filter.controlType ?? mode) === mode &&
    (filter.controlId ?? id) === id
  )
}

/** R04.FR.31, R04.FR.32: all but the last announce another. */
function report(body: StationBody, inverter: Inverter, requestId: number, found: readonly DerControl[]): void {
  for (let at = 0; at < found.length; at += CONTROLS_PER_MESSAGE) {
    const tbc = at + CONTROLS_PER_MESSAGE < found.length
    const controls = found.slice(at, at + CONTROLS_PER_MESSAGE)
    body.send(call21('ReportDERControl', { requestId, tbc, ...write(inverter, controls) }), true)
  }
}

function write(inverter: Inverter, controls: readonly DerControl[]): Omit<v21.ReportDERControlRequest, 'requestId'> {
  const { curve, enterService, fixedPFAbsorb, fixedPFInject, limitMaxDischarge } = {
    curve: controls.flatMap((one) =>
      one.told.curve === undefined ? [] : [{ ...standing(one), curveType: one.mode, curve: one.told.curve }],
    ),
    enterService: controls.flatMap(({ id, told }) =>
      told.enterService === undefined ? [] : [{ id, enterService: told.enterService }],
    ),
    fixedPFAbsorb: controls.flatMap((one) =>
      one.told.fixedPFAbsorb === undefined ? [] : [{ ...standing(one), fixedPF: one.told.fixedPFAbsorb }],
    ),
    fixedPFInject: controls.flatMap((one) =>
      one.told.fixedPFInject === undefined ? [] : [{ ...standing(one), fixedPF: one.told.fixedPFInject }],
    ),
    limitMaxDischarge: controls.flatMap((one) =>
      one.told.limitMaxDischarge === undefined
        ? []
        : [{ ...standing(one), limitMaxDischarge: one.told.limitMaxDischarge }],
    ),
  }
  return {
    ...(curve.length === 0 ? {} : { curve }),
    ...(enterService.length === 0 ? {} : { enterService }),
    ...(fixedPFAbsorb.length === 0 ? {} : { fixedPFAbsorb }),
    ...(fixedPFInject.length === 0 ? {} : { fixedPFInject }),
    ...(limitMaxDischarge.length === 0 ? {} : { limitMaxDischarge }),
  }

  function standing(control: DerControl) {
    return { id: control.id, isDefault: control.isDefault, isSuperseded: inverter.isSuperseded(control) }
  }
}
