import type { Clock } from '#kernel'
import type { ConnectionHandler, OcppConnection } from './connection.ts'
import type { DrainOptions } from './listener.ts'
import type { PingWheel } from './ping-wheel.ts'

const SERVICE_RESTART = 1012

/**
 * Says goodbye to all connections in batches, to each after it has been answered what is in hand; hangs up on whoever is
 * still there at the deadline.
 */
export async function drain(
  wheel: PingWheel,
  clock: Clock,
  handler: Pick<ConnectionHandler, 'settled'>,
  options: DrainOptions,
): Promise<void> {
  const { batchSize = 500, pauseMs = 100, deadlineMs = 10_000 } = options
  const endMs = clock.monotonicMs() + deadlineMs
  let inBatch = 0
  for (const connection of [...wheel.connections()]) {
    sayGoodbye(connection, handler)
    inBatch += 1
    if (inBatch < batchSize) continue
    inBatch = 0
    if (clock.monotonicMs() < endMs) await pause(clock, pauseMs * (0.5 + Math.random()))
  }
  if (wheel.size > 0) await Promise.race([wheel.whenEmpty(), pause(clock, Math.max(0, endMs - clock.monotonicMs()))])
  for (const connection of [...wheel.connections()]) connection.terminate()
}

function sayGoodbye(connection: OcppConnection, handler: Pick<ConnectionHandler, 'settled'>): void {
  const goodbye = () => connection.close(SERVICE_RESTART, 'service restart')
  const settled = handler.settled?.(connection)
  if (settled === undefined) {
    goodbye()
    return
  }
  // What is not read now is not answered either, and the station sends it again.
  connection.pause()
  void settled.then(goodbye)
}

function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.after(delayMs, resolve))
}
