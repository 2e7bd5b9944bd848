import { statfs } from 'node:fs/promises'
import type { Clock, Logger, Metrics } from '#kernel'
import { startPeriodic } from './periodic.ts'

const LOOK_MS = 30_000
const AT_ONCE = () => 0
const NEARLY_FULL = 'The disk of the data folder is nearly full; without room nothing can be stored'
/** Less than this, and a person should make room: a database on a full disk stores nothing, and what is not stored is not answered. */
export const LOW_BYTES = 2 ** 30

export interface DiskWatch {
  /** Something that lies on the disk. */
  readonly folder: string
  readonly metrics: Metrics
  readonly logger: Logger
  readonly clock: Clock
  /** Bytes that may still be written there. */
  readonly freeAt?: (folder: string) => Promise<number>
}

/** Tells how much room there is on the disk of the data folder, and warns before there is none. */
export function watchDisk({ folder, metrics, logger, clock, freeAt = freeOn }: DiskWatch): { stop(): void } {
  const free = metrics.gauge('data_disk_free_bytes', 'Room on the disk of the data folder')
  let wasLow = false
  const look = async () => {
    const freeBytes = await freeAt(folder)
    free.set(freeBytes)
    const isLow = freeBytes < LOW_BYTES
    if (isLow && !wasLow) logger.warn(NEARLY_FULL, { folder, freeBytes })
    if (wasLow && !isLow) logger.info('The disk of the data folder has room again', { folder, freeBytes })
    wasLow = isLow
  }
  const unknown = (cause: unknown) => logger.warn('The room on the disk is not known', { folder, cause: String(cause) })
  return startPeriodic({ everyMs: LOOK_MS, work: look, onError: unknown, clock, random: AT_ONCE })
}

async function freeOn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
