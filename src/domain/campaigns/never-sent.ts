import type { CommandResult } from '#domain/commands'
import type { OrderEnd } from './campaign-step.ts'

/** What is known of the command a station was given. */
export interface CommandFacts {
  /** Null once the command is forgotten. */
  readonly command_state: string | null
  readonly command_result: string | null
}

/** Refusals of ours: too many commands are on their way to the station, or it may not be asked anything yet. */
const NOT_ITS_OWN: ReadonlySet<string> = new Set(['too-many', 'not-accepted'])

/** An order that ended before the station could hear it; undefined where it may have. */
export function neverSent(facts: CommandFacts): OrderEnd | undefined {
  if (facts.command_state === 'expired') return { result: 'unheard', reason: 'expired' }
  if (facts.command_state !== 'refused') return undefined
  const code = readResult(facts.command_result)?.error?.code ?? ''
  return NOT_ITS_OWN.has(code) ? { result: 'unheard', reason: code } : undefined
}

export function readResult(text: string | null): CommandResult | null {
  // Written by the commands alone, from this very type.
  return text === null ? null : (JSON.parse(text) as CommandResult)
}
