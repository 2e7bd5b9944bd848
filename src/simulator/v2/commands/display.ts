import type * as v21 from '#ocpp/v21'
import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'
import type { MessageBoard } from '../display/message-board.ts'

const MESSAGES_PER_MESSAGE = 2

/** 2.x O01 to O06. */
export function displayCommands(body: StationBody, board: MessageBoard) {
  return {
    SetDisplayMessage({ message }) {
      return { response: { status: board.set(message) } }
    },
    GetDisplayMessages({ requestId, id, priority, state }) {
      const found = board.all.filter(
        (message) =>
          (id === undefined || id.includes(message.id)) &&
          (priority === undefined || message.priority === priority) &&
          (state === undefined || message.state === state),
      )
      if (found.length === 0) return { response: { status: 'Unknown' } }
      return { response: { status: 'Accepted' }, after: () => tell(body, requestId, found) }
    },
    ClearDisplayMessage({ id }) {
      return { response: { status: board.clear(id) ? 'Accepted' : 'Unknown' } }
    },
  } satisfies Commands
}

/** O03.FR.03 to 05: all but the last announce another. */
function tell(body: StationBody, requestId: number, messages: readonly v21.MessageInfoType[]): void {
  for (let at = 0; at < messages.length; at += MESSAGES_PER_MESSAGE) {
    const messageInfo = messages.slice(at, at + MESSAGES_PER_MESSAGE)
    const tbc = at + MESSAGES_PER_MESSAGE < messages.length
    body.send({ action: 'NotifyDisplayMessages', payload: { requestId, tbc, messageInfo } }, true)
  }
}
