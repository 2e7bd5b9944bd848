export * from './actions.ts'
export type * from './generated/messages.ts'
