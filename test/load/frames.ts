/** What stations say under load: frames made once, of which only id and time change. */
export interface FrameMaker {
  readonly action: string
  /** @param sequence counts the frames of one station, from 1 */
  make(id: string, sequence: number, at: string): string
}

/** A sampled value of the seed's MeterValues example: two meters, three phases, volts, amperes and watts. */
function sample(measurand: string, phase: string | undefined, unit: string, value: string): string {
  const fields = { context: 'Sample.Periodic', format: 'Raw', location: 'Outlet', measurand, phase, unit, value }
  return JSON.stringify(fields)
}

const PHASES = ['L1', 'L2', 'L3'] as const

/** Nine phase values, and what completes the dozen: the register, the total power, the state of charge. */
function twelveSamples16(registerWh: number): string {
  const phases = PHASES.flatMap((phase) => [
    sample('Voltage', `${phase}-N`, 'V', '229.3'),
    sample('Current.Import', phase, 'A', '14.34'),
    sample('Power.Active.Import', phase, 'W', '3468.3'),
  ])
  return [
    ...phases,
    sample('Energy.Active.Import.Register', undefined, 'Wh', String(registerWh)),
    sample('Power.Active.Import', undefined, 'W', '10404.9'),
    sample('SoC', undefined, 'Percent', '57'),
  ].join(',')
}

function samples2(registerWh: number): string {
  const value = (measurand: string, number: number, unit: string) =>
    JSON.stringify({
      value: number,
      context: 'Sample.Periodic',
      measurand,
      location: 'Outlet',
      unitOfMeasure: { unit },
    })
  return [
    value('Energy.Active.Import.Register', registerWh, 'Wh'),
    value('Power.Active.Import', 10_404.9, 'W'),
    value('SoC', 57, 'Percent'),
  ].join(',')
}

export const heartbeat: FrameMaker = {
  action: 'Heartbeat',
  make: (id) => `[2,"${id}","Heartbeat",{}]`,
}

export function meterValues(transactionId: number): FrameMaker {
  return {
    action: 'MeterValues',
    make: (id, sequence, at) =>
      `[2,"${id}","MeterValues",{"connectorId":1,"transactionId":${transactionId},"meterValue":[{"timestamp":"${at}","sampledValue":[${twelveSamples16(sequence * 10)}]}]}]`,
  }
}

export function transactionEvent(transactionId: string): FrameMaker {
  return {
    action: 'TransactionEvent',
    make: (id, sequence, at) =>
      `[2,"${id}","TransactionEvent",{"eventType":"${sequence === 1 ? 'Started' : 'Updated'}","timestamp":"${at}","triggerReason":"MeterValuePeriodic","seqNo":${sequence - 1},"transactionInfo":{"transactionId":"${transactionId}","chargingState":"Charging"},"evse":{"id":1,"connectorId":1},"meterValue":[{"timestamp":"${at}","sampledValue":[${samples2(sequence * 10)}]}]}]`,
  }
}

export const bootNotification = {
  'ocpp1.6': (id: string) =>
    `[2,"${id}","BootNotification",{"chargePointVendor":"Load","chargePointModel":"Generator","firmwareVersion":"1.0"}]`,
  'ocpp2.0.1': (id: string) =>
    `[2,"${id}","BootNotification",{"reason":"PowerUp","chargingStation":{"vendorName":"Load","model":"Generator","firmwareVersion":"1.0"}}]`,
} as const

export const statusNotification = {
  'ocpp1.6': (id: string, at: string) =>
    `[2,"${id}","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available","timestamp":"${at}"}]`,
  'ocpp2.0.1': (id: string, at: string) =>
    `[2,"${id}","StatusNotification",{"evseId":1,"connectorId":1,"connectorStatus":"Available","timestamp":"${at}"}]`,
} as const

export function startTransaction(id: string, at: string): string {
  return `[2,"${id}","StartTransaction",{"connectorId":1,"idTag":"LOAD-${id.slice(0, 12)}","meterStart":0,"timestamp":"${at}"}]`
}
