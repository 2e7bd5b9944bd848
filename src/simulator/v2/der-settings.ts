import type * as v21 from '#ocpp/v21'
import { type DerMode, isDerMode } from '../physics/der-mode.ts'
import type { Grid } from '../station/der-control.ts'

/** The field of SetDERControlRequest that each kind calls for (2.1 errata R04.FR.16). */
const FIELDS = {
  EnterService: 'enterService',
  FixedPFAbsorb: 'fixedPFAbsorb',
  FixedPFInject: 'fixedPFInject',
  HFMustTrip: 'curve',
  LFMustTrip: 'curve',
  LimitMaxDischarge: 'limitMaxDischarge',
  VoltWatt: 'curve',
} as const satisfies Record<DerMode, keyof v21.SetDERControlRequest>

/** What its kind calls for; undefined when that is missing, or another is there (R04.FR.17). */
export function settingsOf(request: v21.SetDERControlRequest) {
  const { controlType, isDefault: _, controlId: __, customData: ___, ...settings } = request
  if (!isDerMode(controlType)) return undefined
  const field = FIELDS[controlType]
  const given = Object.keys(settings)
  const found = request[field]
  if (given.length !== 1 || given[0] !== field || found === undefined) return undefined
  // A trip curve has seconds, that of voltage a share of what is rated.
  if ('yUnit' in found && found.yUnit !== (controlType === 'VoltWatt' ? 'PctMaxW' : 'Not_Applicable')) return undefined
  return {
    priority: found.priority,
    startTime: 'startTime' in found ? found.startTime : undefined,
    duration: 'duration' in found ? found.duration : undefined,
  }
}

/** What of the grid makes a control deviate (R05.FR.01); undefined where nothing of it does. */
export function faultBehind(mode: DerMode, { fault, voltagePct }: Grid): v21.GridEventFaultEnumType | undefined {
  switch (mode) {
    case 'HFMustTrip':
      return 'OverFrequency'
    case 'LFMustTrip':
      return 'UnderFrequency'
    case 'VoltWatt':
      return voltagePct > 100 ? 'OverVoltage' : 'UnderVoltage'
    case 'EnterService':
      return fault
    case 'FixedPFAbsorb':
    case 'FixedPFInject':
    case 'LimitMaxDischarge':
      return undefined
  }
}
