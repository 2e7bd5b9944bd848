import type { CommandTopic } from '../command-topic.ts'

/** What watches the variables of a station, what its display shows and what it streams, in the order of the answers. */
export const monitoringTopic: CommandTopic = {
  async learn({ monitoring, displayMessages, eventStreams }, { stationId }, answers) {
    for (const answer of answers) {
      if (answer.monitoring !== undefined) {
        await monitoring.learn(stationId, answer.monitoring)
        await eventStreams.monitorsLearned(stationId)
      }
      if (answer.display !== undefined) await displayMessages.learn(stationId, answer.display)
      if (answer.eventStreams !== undefined) await eventStreams.learn(stationId, answer.eventStreams)
    }
  },
}
