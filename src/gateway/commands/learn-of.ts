import type { DisplayMessages } from '#domain/display-messages'
import type { EventStreams } from '#domain/event-streams'
import type { Monitoring } from '#domain/monitoring'
import type { CommandAnswer } from './command-codec.ts'

export interface Learners {
  readonly monitoring: Monitoring
  readonly displayMessages: DisplayMessages
  readonly eventStreams: EventStreams
}

/** Hands what the answers say about the station to the nouns that keep it, in the order of the answers. */
export async function learnOf(
  { monitoring, displayMessages, eventStreams }: Learners,
  stationId: string,
  answers: readonly CommandAnswer[],
): Promise<void> {
  for (const answer of answers) {
    if (answer.monitoring !== undefined) await monitoring.learn(stationId, answer.monitoring)
    if (answer.display !== undefined) await displayMessages.learn(stationId, answer.display)
    if (answer.eventStreams !== undefined) await eventStreams.learn(stationId, answer.eventStreams)
  }
}
