export { createParties, type PartiesOptions } from './parties-service.ts'
export * from './party.ts'
