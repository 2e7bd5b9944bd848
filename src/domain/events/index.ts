export { createStationEvents, type StationEventsOptions } from './events-service.ts'
export * from './station-event.ts'
