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
import { call, call21 } from './messages.ts'

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

/** @param receivedMs when the vehicle said it, where that is a while ago (K15.FR.20). */
function tellNeeds(body: StationBody, evse: Evse, receivedMs?: number): boolean {
  const { transaction, car } = evse
  if (transaction === undefined || car?.vehicle.model.iso15118 === undefined) return false
  const talk = { transactionId: transaction.id, verdict: undefined }
  const needs = {
    evseId: evse.id,
    maxScheduleTuples: car.vehicle.model.iso15118.maxPeriods,
    chargingNeeds: needsOf(evse, car),
  }
  const isLate = receivedMs !== undefined && body.version === 'ocpp2.1'
  const message = isLate
    ? call21('NotifyEVChargingNeeds', { ...needs, timestamp: body.stamp(receivedMs) })
    : call('NotifyEVChargingNeeds', needs)
  body.vehicles.note(evse.id, talk)
  body.send(message, false, (outcome) => {
    if (body.vehicles.of(evse.id, transaction.id) === undefined) return
    const check =
      outcome.type === 'result'
        ? checkPayload('ocpp2.1', 'NotifyEVChargingNeeds', 'response', outcome.payload)
        : undefined
    if (check === undefined) body.vehicles.forget(evse.id)
    // An answer that cannot be read promises no profile.
    else
      body.vehicles.note(evse.id, { ...talk, verdict: check.outcome === 'invalid' ? 'Rejected' : check.payload.status })
  })
  return true
}

/** Whole numbers, as ISO 15118-2 and 2.0.1 have them (K15.FR.06). */
function needsOf(
  { outlet }: Evse,
  { vehicle, socPercent, missingWh }: Car,
): v201.ChargingNeedsType & v21.ChargingNeedsType {
  const { model } = vehicle
  if (outlet.kind === 'ac') {
    const phases = Math.min(outlet.phases, model.ac.phases)
    return {
      requestedEnergyTransfer: phases === 1 ? 'AC_single_phase' : phases === 2 ? 'AC_two_phase' : 'AC_three_phase',
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
