export * from './location.ts'
export { createLocations, type LocationsOptions } from './locations-service.ts'
export { zoneOffsetMs } from './zone-offset.ts'
