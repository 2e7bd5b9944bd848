import type { ApiClient } from '#api-client'
import { answer } from '../../answer.ts'
import { Unsuccessful } from '../../failure.ts'
import { openProgress } from '../../progress.ts'
import type { Surroundings } from '../../surroundings.ts'
import { watchUntil } from '../../watch-until.ts'
import { countsOf, isDone, isOver, progressLine, type Undertaking } from './words.ts'

/**
 * Shows how an undertaking goes until it is over or somebody has seen enough; then says what came of it.
 *
 * @throws Unsuccessful when it is over and not all went well
 */
export async function watchUndertaking<Thing extends Undertaking>(
  api: ApiClient,
  ask: () => Promise<Thing>,
  options: { readonly json?: boolean },
  around: Surroundings,
): Promise<void> {
  const progress = openProgress(around)
  const first = await ask()
  progress.show(progressLine(first))
  const seen = isOver(first)
    ? first
    : await watchUntil({
        api,
        clock: around.clock,
        signal: around.interrupted(),
        concerns: ({ data }) => data.campaignId === first.id,
        ask,
        isOver,
        onSeen: (thing) => progress.show(progressLine(thing)),
      }).finally(() => progress.clear())
  progress.clear()
  answer(around, options.json, seen, () => `${seen.name}: ${seen.state}, ${countsOf(seen.progress)}.\n`)
  if (isOver(seen) && !isDone(seen)) throw new Unsuccessful()
}
