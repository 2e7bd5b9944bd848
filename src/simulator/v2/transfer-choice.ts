import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../station/body.ts'
import { type DerControl, shareControls } from '../station/der-control.ts'
import type { Evse } from '../station/evse.ts'
import type { Car } from '../station/power-path.ts'

type Transfer = v21.EnergyTransferModeEnumType

/** What a vehicle and an EVSE agree on: how energy flows, and which controls the vehicle keeps to. */
export interface Choice {
  readonly transfer: Transfer
  readonly gives: boolean
  /** Controls for the inverter of the vehicle (2.1 R02.FR.03, R03.FR.06). */
  readonly handed: readonly DerControl[]
}

/** In one direction. */
export function oneWayOf({ outlet }: Evse, { vehicle }: Car): 'DC' | `AC_${'single' | 'two' | 'three'}_phase` {
  if (outlet.kind === 'dc') return 'DC'
  const phases = Math.min(outlet.phases, vehicle.model.ac.phases)
  return phases === 1 ? 'AC_single_phase' : phases === 2 ? 'AC_two_phase' : 'AC_three_phase'
}

/** Every transfer that a vehicle is able to have at an EVSE (2.1 Q01.FR.03). */
export function transfersOf(evse: Evse, car: Car): Transfer[] {
  return [oneWayOf(evse, car), ...(['DC_BPT', 'AC_BPT', 'AC_BPT_DER'] as const).filter((one) => isAble(evse, car, one))]
}

/**
 * What a vehicle asks for: to give where it can and the CSMS lets it, and otherwise to be charged; without a word of the
 * CSMS no more than that (2.1 Q01.FR.09, Q02.FR.04). An inverter of its own has to keep to every control there is, or the
 * station does in its place (R02, R03.FR.04 and 05).
 */
export function chooseTransfer(body: StationBody, evse: Evse, car: Car): Choice {
  const allowed = allowedTransfers(body, evse) ?? []
  const isOpen = (transfer: Transfer) => allowed.includes(transfer) && isAble(evse, car, transfer)
  const { modes = [] } = car.vehicle.model.iso15118?.v2x?.inverter ?? {}
  const told = shares(body, modes)
  const untold = shares(body, [])
  if (isOpen('DC_BPT')) return { transfer: 'DC_BPT', gives: true, handed: [] }
  if (isOpen('AC_BPT_DER') && told.nobody.length === 0) {
    return { transfer: 'AC_BPT_DER', gives: true, handed: told.vehicle }
  }
  if (isOpen('AC_BPT') && untold.nobody.length === 0) return { transfer: 'AC_BPT', gives: true, handed: [] }
  return { transfer: oneWayOf(evse, car), gives: false, handed: [] }
}

function isAble({ outlet }: Evse, { vehicle }: Car, transfer: Transfer): boolean {
  const { v2x } = vehicle.model.iso15118 ?? {}
  if (outlet.bidirectional !== true || v2x === undefined) return false
  if (outlet.kind === 'dc') return transfer === 'DC_BPT'
  if (v2x.inverter === undefined) return false
  return transfer === 'AC_BPT' || (transfer === 'AC_BPT_DER' && v2x.inverter.modes.length > 0)
}

function shares({ inverter }: StationBody, knows: Parameters<typeof shareControls>[1]) {
  const emulates = inverter?.hardware.at === 'vehicle' ? inverter.hardware.emulates : []
  return shareControls(inverter?.standing ?? [], knows, emulates)
}

/** What the CSMS lets a transaction have; undefined when it has not said. */
function allowedTransfers({ vehicles, tokenCache }: StationBody, { transaction, token }: Evse) {
  if (transaction === undefined) return undefined
  const known = token && tokenCache.recall(token.value, transaction.startedMs)?.transfers
  if (known !== undefined && vehicles.allowed(transaction.id) === undefined) vehicles.allow(transaction.id, known)
  return vehicles.allowed(transaction.id)
}
