import type { CommandMove, CommandResult } from '#domain/commands'
import type { CallOutcome } from '../session/session-state.ts'
import type { CommandAnswer } from './command-codec.ts'

/** One result of the answers to all calls of a command: the first refusal counts, lists are joined. */
export function mergeAnswers(answers: readonly CommandAnswer[]): CommandMove {
  const refused = answers.find(({ accepted }) => !accepted)
  const qualified = refused ?? answers.find(({ status }) => status !== 'Accepted') ?? answers[0]
  const details = joinDetails(answers)
  const result: CommandResult = {
    ...(qualified === undefined ? {} : { status: qualified.status }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  }
  return { state: refused === undefined ? 'answered' : 'refused', result }
}

function joinDetails(answers: readonly CommandAnswer[]): Readonly<Record<string, unknown>> {
  const joined: Record<string, unknown> = {}
  for (const { details = {} } of answers) {
    for (const [name, value] of Object.entries(details)) {
      const before = joined[name]
      joined[name] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value
    }
  }
  return joined
}

/** How a command ends whose call got no usable answer. */
export function failedMove(
  outcome: Exclude<CallOutcome, { kind: 'result' }> | { kind: 'unreadable'; message: string },
): CommandMove {
  switch (outcome.kind) {
    case 'error':
      return refused(outcome.code, outcome.description)
    case 'timed-out':
      return { state: 'timed-out', result: problem('timeout', 'the station did not answer in time') }
    case 'lost':
      return { state: 'lost', result: problem('lost', 'the connection ended before the station answered') }
    case 'overflow':
      return refused('too-many', 'too many commands wait for this station')
    case 'not-registered':
      return refused('not-accepted', 'the station is not accepted')
    case 'unreadable':
      return refused('invalid-answer', outcome.message)
  }
}

/** A command that is not sent, or not done. */
export function refused(code: string, message: string): CommandMove {
  return { state: 'refused', result: problem(code, message) }
}

function problem(code: string, message: string): CommandResult {
  return { error: { code, message } }
}
