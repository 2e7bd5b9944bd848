export { createStationEvents, type StationEventsOptions } from './events-service.ts'
export { createSecurityLog, type SecurityLog, type SecurityMeasure } from './security-log.ts'
export * from './station-event.ts'
