/** Where a frame changes from message to message; as wide as what takes their places. */
export const PLACES = {
  id: 'i'.repeat(36),
  at: 't'.repeat(24),
  number: 'n'.repeat(8),
  registerWh: 'r'.repeat(9),
} as const

/** A sampled value of the seed's MeterValues example: two meters, three phases, volts, amperes and watts. */
function sample(measurand: string, phase: string | undefined, unit: string, value: string): string {
  const fields = { context: 'Sample.Periodic', format: 'Raw', location: 'Outlet', measurand, phase, unit, value }
  return JSON.stringify(fields)
}

const PHASES = ['L1', 'L2', 'L3'] as const

/** Nine phase values, and what completes the dozen: the register, the total power, the state of charge. */
function twelveSamples16(): string {
  const phases = PHASES.flatMap((phase) => [
    sample('Voltage', `${phase}-N`, 'V', '229.3'),
    sample('Current.Import', phase, 'A', '14.34'),
    sample('Power.Active.Import', phase, 'W', '3468.3'),
  ])
  return [
    ...phases,
    sample('Energy.Active.Import.Register', undefined, 'Wh', PLACES.registerWh),
    sample('Power.Active.Import', undefined, 'W', '10404.9'),
    sample('SoC', undefined, 'Percent', '57'),
  ].join(',')
}

function samples2(): string {
  const value = (measurand: string, number: number | string, unit: string) =>
    `{"value":${number},"context":"Sample.Periodic","measurand":"${measurand}","location":"Outlet","unitOfMeasure":{"unit":"${unit}"}}`
  return [
    value('Energy.Active.Import.Register', PLACES.registerWh, 'Wh'),
    value('Power.Active.Import', 10_404.9, 'W'),
    value('SoC', 57, 'Percent'),
  ].join(',')
}

export const heartbeat = `[2,"${PLACES.id}","Heartbeat",{}]`

export function meterValues(transactionId: number): string {
  return `[2,"${PLACES.id}","MeterValues",{"connectorId":1,"transactionId":${transactionId},"meterValue":[{"timestamp":"${PLACES.at}","sampledValue":[${twelveSamples16()}]}]}]`
}

function transactionEvent(type: 'Started' | 'Updated', transactionId: string, number: string): string {
  return `[2,"${PLACES.id}","TransactionEvent",{"eventType":"${type}","timestamp":"${PLACES.at}","triggerReason":"MeterValuePeriodic","seqNo":${number},"transactionInfo":{"transactionId":"${transactionId}","chargingState":"Charging"},"evse":{"id":1,"connectorId":1},"meterValue":[{"timestamp":"${PLACES.at}","sampledValue":[${samples2()}]}]}]`
}

/** Counted from 1; spaces before a number are JSON's. */
export function transactionUpdate(transactionId: string): string {
  return transactionEvent('Updated', transactionId, PLACES.number)
}

export function transactionStart(id: string, at: string, transactionId: string): string {
  return transactionEvent('Started', transactionId, '0')
    .replace(PLACES.id, id)
    .replaceAll(PLACES.at, at)
    .replaceAll(PLACES.registerWh, '100000000')
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
