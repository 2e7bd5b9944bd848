import { checkPayload } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { batteryVoltage, NOMINAL_VOLTAGE } from '../physics/outlet.ts'
import { dcPowerLimitW } from '../physics/vehicle.ts'
import type { StationBody } from '../station/body.ts'
import type { TransactionMessage } from '../station/dialect.ts'
import type { Evse } from '../station/evse.ts'
import type { Car } from '../station/power-path.ts'
import type { TransactionEvent } from '../station/transaction.ts'
import { derParameters } from './der-parameters.ts'
import { call, call21 } from './messages.ts'
import { type Choice, chooseTransfer, oneWayOf, transfersOf } from './transfer-choice.ts'

/** IEC 61851-1: no car charges with less. */
const MIN_CURRENT_A = 6

/**
 * The CSMS knows the transaction and its driver: now it may hear what the vehicle needs (2.x K15.FR.01, K15.FR.16). Asked
 * for with every event, so that needs which were lost with a connection are told with the next one.
 */
export function tellNeedsAfter(
  body: StationBody,
  { transaction, atMs, offline }: TransactionEvent,
  message: TransactionMessage,
): TransactionMessage {
  return {
    ...message,
    answered(payload) {
      const verdict = message.answered(payload)
      const evse = body.evse(transaction.evseId)
      const isCharging = evse?.transaction === transaction && evse.token !== undefined && verdict?.accepted !== false
      const isTold = body.vehicles.of(transaction.evseId, transaction.id) !== undefined
      if (evse !== undefined && isCharging && !isTold) tellNeeds(body, evse, offline ? atMs : undefined)
      return verdict
    },
  }
}

/** The driver wants more or less of the car, so that it begins to negotiate anew: 2.x K17. False where it cannot. */
export function changeNeeds(body: StationBody, evseId: number, targetSocPercent: number): boolean {
  const evse = body.evse(evseId)
  if (evse?.transaction === undefined) return false
  evse.want(targetSocPercent)
  return tellNeeds(body, evse)
}

/** The CSMS says anew which transfers are good for a transaction, and the vehicle chooses again (2.1 Q02.FR.06 and 07). */
export function allowTransfers(
  body: StationBody,
  evse: Evse,
  transactionId: string,
  transfers: readonly v21.EnergyTransferModeEnumType[],
): void {
  body.vehicles.allow(transactionId, transfers)
  if (evse.transaction?.id === transactionId) tellNeeds(body, evse)
}

/**
 * Controls of feeding the grid have come or gone: the inverter of a vehicle is told those that there are now, and where they
 * leave it another transfer, the vehicle asks for that (2.1 R02.FR.03, R03.FR.06).
 */
export function renewTransfers(body: StationBody): void {
  for (const evse of body.evses) {
    const { transaction, car } = evse
    const talk = body.vehicles.of(evse.id, transaction?.id)
    if (talk === undefined || car === undefined || !speaks20(body, car)) continue
    const { transfer, handed } = chooseTransfer(body, evse, car)
    if (transfer !== talk.transfer) tellNeeds(body, evse)
    else body.vehicles.note(evse.id, { ...talk, handed: handed.map(({ id }) => id) })
  }
}

function speaks20({ version }: StationBody, { vehicle }: Car): boolean {
  return version === 'ocpp2.1' && vehicle.model.iso15118?.control !== undefined
}

/** @param receivedMs when the vehicle said it, where that is a while ago (K15.FR.20). */
function tellNeeds(body: StationBody, evse: Evse, receivedMs?: number): boolean {
  const { transaction, car } = evse
  const iso15118 = car?.vehicle.model.iso15118
  if (transaction === undefined || car === undefined || iso15118 === undefined) return false
  const is20 = speaks20(body, car)
  const oneWay: Choice = { transfer: oneWayOf(evse, car), gives: false, handed: [] }
  const { handed, ...choice } = is20 ? chooseTransfer(body, evse, car) : oneWay
  const place = { evseId: evse.id, maxScheduleTuples: iso15118.maxPeriods }
  const isLate = receivedMs !== undefined && body.version === 'ocpp2.1'
  const timestamp = isLate ? { timestamp: body.stamp(receivedMs) } : {}
  const message =
    is20 || isLate
      ? call21('NotifyEVChargingNeeds', {
          ...{ ...place, ...timestamp },
          chargingNeeds: { ...departure(body, car), ...(is20 ? needsOf20(evse, car, choice) : needsOf(evse, car)) },
        })
      : call('NotifyEVChargingNeeds', { ...place, chargingNeeds: { ...departure(body, car), ...needsOf(evse, car) } })
  const talk = { transactionId: transaction.id, verdict: undefined, ...choice, handed: handed.map(({ id }) => id) }
  body.vehicles.note(evse.id, talk)
  body.send(message, false, (outcome) => {
    const now = body.vehicles.of(evse.id, transaction.id)
    // It may have asked for something else since.
    if (now === undefined || now.transfer !== talk.transfer) return
    if (outcome.type !== 'result') {
      body.vehicles.forget(evse.id)
      return
    }
    const check = checkPayload('ocpp2.1', 'NotifyEVChargingNeeds', 'response', outcome.payload)
    // An answer that cannot be read promises no profile.
    const verdict = check.outcome === 'invalid' ? 'NoChargingProfile' : check.payload.status
    body.vehicles.note(evse.id, { ...now, verdict, gives: talk.gives && verdict !== 'Rejected' })
    // K18.FR.23, K19.FR.16, Q01.FR.06: by ISO 15118-20 that refuses the transfer itself.
    if (is20 && verdict === 'Rejected') evse.abort('AbnormalCondition', 'TransferRejected')
  })
  return true
}

function departure(body: StationBody, { vehicle: { departsMs } }: Car): { readonly departureTime?: string } {
  return departsMs === undefined ? {} : { departureTime: body.stamp(departsMs) }
}

/** Whole numbers, as ISO 15118-2 and 2.0.1 have them (K15.FR.06). */
function needsOf(evse: Evse, car: Car): v201.ChargingNeedsType & v21.ChargingNeedsType {
  const { vehicle, socPercent, missingWh } = car
  const { model } = vehicle
  if (evse.outlet.kind === 'ac') {
    return {
      requestedEnergyTransfer: oneWayOf(evse, car),
      acChargingParameters: {
        energyAmount: Math.round(missingWh),
        evMinCurrent: MIN_CURRENT_A,
        evMaxCurrent: model.ac.maxCurrentA,
        evMaxVoltage: NOMINAL_VOLTAGE,
      },
    }
  }
  const powerW = dcPowerLimitW(model, socPercent, vehicle.batteryCelsius)
  return {
    requestedEnergyTransfer: 'DC',
    dcChargingParameters: {
      evMaxCurrent: Math.ceil(powerW / Math.max(1, batteryVoltage(vehicle, socPercent))),
      evMaxVoltage: Math.ceil(model.dc?.voltageV[1] ?? 0),
      evMaxPower: Math.round(powerW),
      energyAmount: Math.round(missingWh),
      evEnergyCapacity: Math.round(model.batteryWh),
      stateOfCharge: Math.floor(socPercent),
    },
  }
}

/** The same by ISO 15118-20 (2.1 K18.FR.01 and 06, K19.FR.01 and 06, Q01.FR.03). */
function needsOf20(evse: Evse, car: Car, { transfer, gives }: Omit<Choice, 'handed'>): v21.ChargingNeedsType {
  const { outlet } = evse
  const { vehicle, socPercent, missingWh } = car
  const outletW = outlet.kind === 'dc' ? outlet.maxPowerW : outlet.maxCurrentA * NOMINAL_VOLTAGE * evse.phases
  const chargeW =
    outlet.kind === 'dc'
      ? dcPowerLimitW(vehicle.model, socPercent, vehicle.batteryCelsius)
      : Math.min(outletW, vehicle.model.ac.maxCurrentA * NOMINAL_VOLTAGE * evse.phases)
  const { v2x, control } = vehicle.model.iso15118 ?? {}
  const isSteered = control === 'dynamic'
  const { inverter } = v2x ?? {}
  return {
    requestedEnergyTransfer: transfer,
    availableEnergyTransfer: transfersOf(evse, car),
    controlMode: isSteered ? 'DynamicControl' : 'ScheduledControl',
    ...(isSteered ? { mobilityNeedsMode: 'EVCC' } : {}),
    v2xChargingParameters: {
      ...(isSteered ? steeringRange(evse, car, gives) : {}),
      maxChargePower: Math.round(chargeW),
      ...(gives && v2x !== undefined ? { maxDischargePower: Math.min(outletW, v2x.maxDischargeW) } : {}),
      evTargetEnergyRequest: Math.round(missingWh),
      targetSoC: Math.round(vehicle.targetSocPercent),
    },
    ...(transfer === 'AC_BPT_DER' && inverter ? { derChargingParameters: derParameters(evse, inverter) } : {}),
  }
}

/** No driver likes to be left with less. */
const MIN_SOC_PERCENT = 10

/**
 * Within what a station may steer a vehicle (ISO 15118-20 Dynamic_SEReqControlMode): the energy to the emptiest and to the
 * fullest that its battery may get, of a vehicle that gives also while it does; below zero where it holds more.
 */
function steeringRange(
  { outlet, phases }: Evse,
  { vehicle, socPercent }: Car,
  gives: boolean,
): v21.V2XChargingParametersType {
  const { batteryWh, iso15118 } = vehicle.model
  const missingTo = (percent: number) => Math.round((batteryWh * (percent - socPercent)) / 100)
  const least = iso15118?.v2x?.minSocPercent
  return {
    minChargePower: outlet.kind === 'dc' ? 0 : MIN_CURRENT_A * NOMINAL_VOLTAGE * phases,
    evMinEnergyRequest: missingTo(least ?? MIN_SOC_PERCENT),
    evMaxEnergyRequest: missingTo(100),
    ...(gives && least !== undefined
      ? { evMinV2XEnergyRequest: missingTo(least), evMaxV2XEnergyRequest: missingTo(vehicle.targetSocPercent) }
      : {}),
  }
}
