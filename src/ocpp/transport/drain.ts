import type { Clock } from '#kernel'
import type { DrainOptions } from './listener.ts'
import type { PingWheel } from './ping-wheel.ts'

const SERVICE_RESTART = 1012

/** Says goodbye to all connections in batches; hangs up on whoever is still there at the deadline. */
export async function drain(wheel: PingWheel, clock: Clock, options: DrainOptions): Promise<void> {
  const { batchSize = 500, pauseMs = 100, deadlineMs = 10_000 } = options
  const endMs = clock.monotonicMs() + deadlineMs
  let inBatch = 0
  for (const connection of [...wheel.connections()]) {
    connection.close(SERVICE_RESTART, 'service restart')
    inBatch += 1
    if (inBatch < batchSize) continue
    inBatch = 0
    if (clock.monotonicMs() < endMs) await pause(clock, pauseMs * (0.5 + Math.random()))
  }
  if (wheel.size > 0) await Promise.race([wheel.whenEmpty(), pause(clock, Math.max(0, endMs - clock.monotonicMs()))])
  for (const connection of [...wheel.connections()]) connection.terminate()
}

function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.after(delayMs, resolve))
}
