export * from './event-stream.ts'
export { createEventStreams, type EventStreamsOptions } from './event-streams-service.ts'
