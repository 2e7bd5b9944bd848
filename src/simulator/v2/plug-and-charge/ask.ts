import type { StationBody } from '../../station/body.ts'
import type { Message } from '../../station/dialect.ts'
import type { CallOutcome } from '../../wire/outbox.ts'

/** Sends a call and resolves with what became of it. */
export function ask(body: StationBody, message: Message): Promise<CallOutcome> {
  return new Promise((resolve) => body.send(message, false, resolve))
}
