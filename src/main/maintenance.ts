import { Cron } from 'croner'
import type { Commands } from '#domain/commands'
import type { Logger } from '#kernel'
import { type Database, ensurePartitions } from '#storage'
import type { Settings } from './settings/index.ts'

const DAY_MS = 86_400_000
/** Commands that waited too long are given up as soon as a person would notice. */
const SWEEP_PATTERN = '*/2 * * * * *'
const PARTITION_PATTERN = '17 * * * *'

/** Background work that any node may do: partitions made ahead and dropped after their time, commands expired. */
export async function startMaintenance(
  database: Database,
  commands: Commands,
  settings: Settings,
  logger: Logger,
): Promise<{ stop(): void }> {
  const partitions = () => keepPartitions(database, settings)
  const complain = (job: string) => (cause: unknown) =>
    logger.warn('Background work failed and will be tried again', { job, cause: String(cause) })
  // Until there are partitions the default ones take what comes; a long reader in the way must not keep us from starting.
  await partitions().catch(complain('partitions'))
  const jobs = [
    new Cron(PARTITION_PATTERN, { protect: true, unref: true, catch: complain('partitions') }, partitions),
    new Cron(SWEEP_PATTERN, { protect: true, unref: true, catch: complain('commands') }, async () => {
      await commands.sweep()
    }),
  ]
  return {
    stop() {
      for (const job of jobs) job.stop()
    },
  }
}

async function keepPartitions(database: Database, { messages, readings }: Settings): Promise<void> {
  await ensurePartitions(database, 'meter_reading', {
    by: 'month',
    ahead: 2,
    retainMs: readings.keepMonths * 31 * DAY_MS,
  })
  await ensurePartitions(database, 'message_log', { by: 'day', ahead: 2, retainMs: messages.keepDays * DAY_MS })
}
