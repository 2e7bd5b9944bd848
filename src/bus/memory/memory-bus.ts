import { AppError, type Bus, type Clock, type Logger, systemClock } from '#kernel'
import { memoryStreamStore } from '../streams/memory-stream-store.ts'
import { StreamConsumer } from '../streams/stream-consumer.ts'
import type { StreamStore } from '../streams/stream-store.ts'
import { LiveSubjects } from './live-subjects.ts'
import { Questions } from './questions.ts'

export interface MemoryBusOptions {
  readonly logger: Logger
  readonly clock?: Clock
  /** Where durable streams are kept; without it they last only as long as the bus. */
  readonly streams?: StreamStore
}

/** The bus of one process: subjects and requests in memory, streams where `streams` keeps them. */
export function memoryBus(options: MemoryBusOptions): Bus {
  const { logger, clock = systemClock, streams: store = memoryStreamStore() } = options
  const live = new LiveSubjects(logger)
  const questions = new Questions(logger, clock)
  const consumers = new Map<string, StreamConsumer>()
  const byStream = new Map<string, Set<StreamConsumer>>()
  const stopped = new Set<Promise<void>>()
  let closed = false
  const insist = () => {
    if (closed) throw new AppError('unavailable', 'The bus is closed')
  }
  return {
    publish(subject, payload) {
      if (!closed) live.publish(subject, payload)
    },
    subscribe: (subject, handle) => live.subscribe(subject, handle),
    hasSubscribers: (subject) => live.hasSubscribers(subject),
    answer: (subject, handle) => questions.answer(subject, handle),
    async request(subject, payload, timeoutMs) {
      insist()
      return await questions.request(subject, payload, timeoutMs)
    },
    async append(stream, payload) {
      insist()
      await store.append(stream, payload)
      for (const consumer of byStream.get(stream) ?? []) consumer.wake()
    },
    consume(stream, consumer, handle) {
      insist()
      const key = JSON.stringify([stream, consumer])
      if (consumers.has(key))
        throw new AppError('conflict', `The stream ${stream} already has its consumer ${consumer}`)
      const running = new StreamConsumer({ store, stream, consumer, handle, logger, clock })
      const siblings = byStream.get(stream) ?? new Set()
      byStream.set(stream, siblings.add(running))
      consumers.set(key, running)
      return {
        stop() {
          running.stop()
          siblings.delete(running)
          if (consumers.get(key) === running) consumers.delete(key)
          stopped.add(running.done)
          running.done.finally(() => stopped.delete(running.done))
        },
      }
    },
    async close() {
      closed = true
      questions.close()
      for (const consumer of consumers.values()) consumer.stop()
      await Promise.all([...stopped, ...[...consumers.values()].map((consumer) => consumer.done)])
      await store.close()
    },
  }
}
