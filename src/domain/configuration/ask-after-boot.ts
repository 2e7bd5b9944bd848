import type { Commands } from '#domain/commands'
import { errorCode, type Logger } from '#kernel'
import type { KeptValue } from './wanted.ts'

export interface AskOptions {
  readonly commands: Commands
  readonly logger: Logger
}

/** What a station that has booted is asked for. */
export interface Question {
  readonly stationId: string
  readonly partyId: string
  readonly bootedAt: Date
  readonly places: readonly KeptValue[]
}

/**
 * Asks a station, once for each boot, what its values are. When nobody comes to ask, what it differs in stays as it was told
 * until it is told again.
 */
export async function askAfterBoot({ commands, logger }: AskOptions, question: Question): Promise<void> {
  const { stationId, partyId, bootedAt, places } = question
  const variables = places.map(({ value: _, sealed: __, ...place }) => place)
  try {
    await commands.submit(
      { partyIds: [partyId] },
      {
        stationId,
        kind: 'get-variables',
        request: { variables },
        requestedBy: 'configuration',
        requestedByName: 'Configuration templates',
        idempotencyKey: `configuration boot ${bootedAt.toISOString()} ${encodeURIComponent(stationId)}`.slice(0, 255),
      },
    )
  } catch (thrown) {
    logger.warn('A station could not be asked for its configuration', { stationId, code: errorCode(thrown) })
  }
}
