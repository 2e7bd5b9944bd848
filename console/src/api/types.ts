/** The resources of the HTTP API as JSON carries them. */
export * from './types/account.ts'
export * from './types/command.ts'
export * from './types/live.ts'
export * from './types/location.ts'
export * from './types/page.ts'
export * from './types/station.ts'
export * from './types/token.ts'
export * from './types/transaction.ts'
