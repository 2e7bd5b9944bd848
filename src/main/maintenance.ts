import type { ApiServices } from '#api'
import { lookAtOnce } from '#domain/alerts'
import { type Bus, type Clock, describeFailure, type Logger } from '#kernel'
import { type Database, ensurePartitions } from '#storage'
import { startPeriodic } from './periodic.ts'
import type { Settings } from './settings/index.ts'

const SECOND_MS = 1_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
/** Commands that waited too long are given up as soon as a person would notice. */
const SWEEP_MS = 2 * SECOND_MS
/** What stations say of firmware and logs comes by itself; this is for what only a boot or a command tells. */
const FOLLOW_UP_MS = 10 * SECOND_MS
/** For alerts that nothing but time tells of, and those that were missed; the others are found at once. */
const ALERT_MS = 5 * SECOND_MS
/** Certificates that were accepted and not issued, and those that end soon. */
const CERTIFICATE_MS = 60 * SECOND_MS

/** Rows one statement removes, so that it holds nobody up. */
export const REMOVED_AT_ONCE = 2_000
/** Statements of one run at most; the next run goes on. */
const STATEMENTS_A_RUN = 500

export interface MaintenanceParts {
  readonly database: Database
  readonly services: ApiServices
  readonly settings: Settings
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * Background work that any node may do: partitions made ahead and dropped after their time, what has been kept for long
 * enough removed, commands expired.
 */
export async function startMaintenance(parts: MaintenanceParts): Promise<{ stop(): void }> {
  const { database, services, settings, clock, logger } = parts
  const partitions = () => keepPartitions(database, settings)
  const complain = (job: string) => (cause: unknown) =>
    logger.warn('Background work failed and will be tried again', { job, cause: describeFailure(cause) })
  // Until there are partitions the default ones take what comes; a long reader in the way must not keep us from starting.
  await partitions().catch(complain('partitions'))
  const every = (everyMs: number, job: string, work: () => Promise<unknown>) =>
    startPeriodic({ everyMs, work, onError: complain(job), clock })
  const jobs = [
    every(HOUR_MS, 'partitions', partitions),
    every(SWEEP_MS, 'commands', () => services.commands.sweep()),
    every(CERTIFICATE_MS, 'certificates', async () => {
      await services.certificates.resume()
      await services.certificates.renew()
    }),
    every(FOLLOW_UP_MS, 'firmware and logs', () => followUp(services)),
    every(FOLLOW_UP_MS, 'costs', () => services.costs.recount()),
    every(SWEEP_MS, 'settlements', () => services.settlements.deliver()),
    every(SWEEP_MS, 'campaigns', () => services.campaigns.work()),
    every(FOLLOW_UP_MS, 'reboot schedules', () => services.rebootSchedules.begin()),
    every(ALERT_MS, 'alerts', () => services.alerts.sweep()),
    every(ALERT_MS, 'alert deliveries', () => services.alerts.deliver()),
    every(SWEEP_MS, 'configuration', () => services.configuration.work()),
    every(HOUR_MS, 'removal', () => removeOld(parts)),
  ]
  const looking = lookAtOnce({ ...parts, alerts: services.alerts })
  return {
    stop() {
      looking.stop()
      for (const job of jobs) job.stop()
    },
  }
}

/** Removes what the settings let go: a little at a time, until there is none left or this run has done its share. */
export async function removeOld({
  services,
  settings,
  clock,
}: Pick<MaintenanceParts, 'services' | 'settings' | 'clock'>): Promise<void> {
  const {
    accounts,
    alerts,
    batterySwaps,
    campaigns,
    commands,
    costs,
    stationEvents,
    certificates,
    customerInformation,
    deviceModel,
    diagnostics,
    files,
    firmware,
    payments,
    tariffs,
  } = services
  const ago = (days: number) => new Date(clock.nowMs() - days * DAY_MS)
  const eventsBefore = ago(settings.events.keepMonths * 31)
  const commandsBefore = ago(settings.commands.keepDays)
  await repeatedly((atMost) => stationEvents.removeBefore(eventsBefore, atMost))
  await repeatedly((atMost) => commands.removeBefore(commandsBefore, atMost))
  await repeatedly((atMost) => certificates.removeBefore(commandsBefore, atMost))
  await repeatedly((atMost) => customerInformation.removeBefore(commandsBefore, atMost))
  await repeatedly((atMost) => accounts.removeExpired(atMost))
  const campaignsBefore = ago(settings.campaigns.keepMonths * 31)
  await repeatedly((atMost) => campaigns.removeBefore(campaignsBefore, atMost))
  await repeatedly((atMost) => firmware.removeBefore(campaignsBefore, atMost))
  const logsBefore = ago(settings.logs.keepDays)
  await repeatedly((atMost) => diagnostics.removeBefore(logsBefore, atMost))
  await files.tidy()
  const valuesBefore = ago(settings.variables.keepMonths * 31)
  await repeatedly((atMost) => deviceModel.removeBefore(valuesBefore, atMost))
  const moneyBefore = ago(settings.payments.keepMonths * 31)
  await repeatedly((atMost) => payments.removeBefore(moneyBefore, atMost))
  await repeatedly((atMost) => tariffs.removeCostsBefore(moneyBefore, atMost))
  await repeatedly((atMost) => costs.removeBefore(moneyBefore, atMost))
  await repeatedly((atMost) => batterySwaps.removeBefore(moneyBefore, atMost))
  const alertsBefore = ago(settings.alerts.keepDays)
  await repeatedly((atMost) => alerts.removeBefore(alertsBefore, atMost))
}

async function followUp({ firmware, diagnostics }: MaintenanceParts['services']): Promise<void> {
  await firmware.sweep()
  await diagnostics.sweep()
}

async function repeatedly(remove: (atMost: number) => Promise<number>): Promise<void> {
  for (let count = 0; count < STATEMENTS_A_RUN; count += 1) {
    if ((await remove(REMOVED_AT_ONCE)) < REMOVED_AT_ONCE) return
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
