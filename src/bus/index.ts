export { type MemoryBusOptions, memoryBus } from './memory/memory-bus.ts'
export { type DatabaseStreamOptions, databaseStreamStore } from './streams/database-stream-store.ts'
export { memoryStreamStore } from './streams/memory-stream-store.ts'
export type { StreamEntry, StreamStore } from './streams/stream-store.ts'
