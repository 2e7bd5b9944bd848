import { followStandings, type Standing } from '#domain/stations'
import type { Bus, Logger, Subscription } from '#kernel'
import { planCommand } from './commands/commands.ts'
import type { StationLink } from './session/station-link.ts'

/** Lets what an operator decides about a station take effect while the station is connected here. */
export function watchStandings(
  bus: Bus,
  logger: Logger,
  linkOf: (stationId: string) => StationLink | undefined,
): Subscription {
  return followStandings(bus, (stationId, standing) => {
    const link = linkOf(stationId)
    if (link === undefined || link.isClosed) return
    if (standing === 'refused') {
      logger.info('A station is let in no more', { stationId })
      link.endForSecurity('not admitted')
    } else if (standing !== link.registration && !staysPending(link, standing)) void askToBoot(link, logger)
  })
}

/** One whose certificate has run out stays pending whatever is decided (2.0.1 A00.FR.429). */
function staysPending({ station, registration }: StationLink, standing: Standing): boolean {
  return station.certificateExpired && registration === 'pending' && standing === 'accepted'
}

/**
 * Has a station boot again, so that it learns how it is registered (2.0.1 F06, B02.FR.05). Whoever may not be asked or
 * does not know the message, or was told nothing yet, boots by itself within its interval.
 */
async function askToBoot(link: StationLink, logger: Logger): Promise<void> {
  const { registration } = link
  if (registration === 'unbooted' || registration === 'rejected') return
  const context = { requestNumber: 1, registration, itemsPerMessage: 1, hasSecurityExtension: false }
  const plan = planCommand(link.station.version, { kind: 'trigger', request: { message: 'boot' } }, context)
  if ('unsupported' in plan) return
  for (const call of plan) {
    const { kind } = await link.ask(call)
    const { stationId } = link.station
    if (kind !== 'result') logger.info('A station could not be asked to boot again', { stationId, outcome: kind })
  }
}
