import type { ApiClient, Command } from '#api-client'
import type { Clock } from '#kernel'
import { stayingAlive } from '../../../staying-alive.ts'
import { isSettled } from '../words.ts'

/** How long to wait for a live event before asking anyhow: an event may be left out, an answer may not. */
const ASK_AGAIN_MS = 1_000

/**
 * Watches a command until it is settled: asks whenever a live event tells of it, and now and then.
 *
 * @param onState hears every state that was seen
 */
export async function watchCommand(
  api: ApiClient,
  command: Command,
  { clock }: { readonly clock: Clock },
  onState: (command: Command) => void,
): Promise<Command> {
  onState(command)
  const bell = new Bell()
  const done = new AbortController()
  const events = ringOnEvents(api, command, bell, done.signal)
  try {
    for (;;) {
      // The first ring is the stream being there: what happened before is in the first answer.
      const timer = clock.after(ASK_AGAIN_MS, () => bell.ring())
      await stayingAlive(bell.rung())
      timer.cancel()
      const seen = await api.call('getCommand', { params: { id: command.id } })
      onState(seen)
      if (isSettled(seen)) return seen
    }
  } finally {
    done.abort()
    await events
  }
}

async function ringOnEvents(
  api: ApiClient,
  { id, stationId }: Command,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const { kind, data } of api.follow({ stationId }, signal)) {
      if (kind === 'open' || (kind === 'command' && data.commandId === id)) bell.ring()
    }
  } catch {
    // Asking now and then goes on without it.
  }
}

/** Remembers that it was rung until somebody has heard it. */
class Bell {
  #rang = false
  #wake: (() => void) | undefined

  ring(): void {
    this.#rang = true
    this.#wake?.()
  }

  async rung(): Promise<void> {
    if (!this.#rang) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    this.#rang = false
    this.#wake = undefined
  }
}
