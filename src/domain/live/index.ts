export * from './alarming.ts'
export * from './follow-live.ts'
export * from './live-event.ts'
