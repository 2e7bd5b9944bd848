export * from './live-event.ts'
export * from './follow-live.ts'
