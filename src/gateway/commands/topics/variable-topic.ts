import { type CommandTopic, isKind } from '../command-topic.ts'
import { isStationPassword } from '../variable-codec.ts'

/** Variables that a station told of along the way, and its password. */
export const variableTopic: CommandTopic = {
  async learn({ deviceModel, stations, clock }, command, answers) {
    const { stationId } = command
    const variables = answers.flatMap((answer) => answer.variables ?? [])
    const source = isKind(command, 'set-variables') ? 'set' : 'get'
    if (variables.length > 0) await deviceModel.record(stationId, variables, new Date(clock.nowMs()), source)
    const setsPassword = isKind(command, 'set-variables') && command.request.variables.some(isStationPassword)
    // 2.0.1 A01.FR.03: once the station has taken a new password, the former one is void.
    if (setsPassword && answers.every(({ accepted }) => accepted)) await stations.confirmSecret(stationId)
  },
}
