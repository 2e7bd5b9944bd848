export * from './stranger.ts'
export { createStrangers, type StrangersOptions } from './strangers-service.ts'
