export { createStationEvents, type StationEventsOptions } from './events-service.ts'
export { Repeats } from './repeats.ts'
export { createSecurityLog, SAME_MEASURE_MS, type SecurityLog, type SecurityMeasure } from './security-log.ts'
export * from './station-event.ts'
