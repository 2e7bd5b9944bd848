import { type CommandTopic, isKind } from '../command-topic.ts'

/** Controls of feeding the grid, as the station has taken them. */
export const derTopic: CommandTopic = {
  async prepare({ derControls }, command, { requestNumber }) {
    if (isKind(command, 'get-der-controls')) await derControls.asked(command.stationId, requestNumber, command.request)
    return {}
  },
  async learn({ derControls }, command, answers) {
    const { stationId } = command
    for (const { accepted, status, details } of answers) {
      if (!accepted) continue
      if (isKind(command, 'set-der-control')) {
        const { superseded } = details ?? {}
        const ids = Array.isArray(superseded) ? superseded.filter((id): id is string => typeof id === 'string') : []
        await derControls.accepted(stationId, command.request.controlId, command.request.control, ids)
      }
      if (isKind(command, 'clear-der-controls')) await derControls.cleared(stationId, command.request)
      if (isKind(command, 'get-der-controls') && status === 'NotFound') {
        await derControls.cleared(stationId, command.request)
      }
    }
  },
}
