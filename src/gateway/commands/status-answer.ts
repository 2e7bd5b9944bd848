import type { CommandAnswer } from './command-codec.ts'

/** The answer of a command that comes back with a status alone. */
export function statusAnswer(accepted: ReadonlySet<string>): (answer: Status) => CommandAnswer {
  return ({ status, statusInfo }) => {
    const answer = { status, accepted: accepted.has(status) }
    if (statusInfo === undefined) return answer
    const { reasonCode, additionalInfo } = statusInfo
    return { ...answer, details: additionalInfo === undefined ? { reasonCode } : { reasonCode, additionalInfo } }
  }
}

/** As most commands: done, or will be. */
export const readStatus = statusAnswer(new Set(['Accepted', 'Scheduled']))

interface Status {
  readonly status: string
  readonly statusInfo?: { readonly reasonCode: string; readonly additionalInfo?: string }
}
