import { CommanderError } from 'commander'
import { AppError } from '#kernel'
import type { Surroundings } from './surroundings.ts'

export const EXIT_FAILED = 1
export const EXIT_USAGE = 2

/** It did not work out, and everything has been said about it already. */
export class Unsuccessful extends Error {
  constructor() {
    super('unsuccessful')
    this.name = 'Unsuccessful'
  }
}

/** What cannot be done as it was asked; the person has to ask otherwise. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

/** Says what went wrong on standard error, as a sentence or as JSON, and gives the exit code. */
export function tellFailure(thrown: unknown, { err, env }: Surroundings, asJson: boolean): number {
  if (thrown instanceof Unsuccessful) return EXIT_FAILED
  // Commander has told its own errors already, and help is no error.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : EXIT_USAGE
  if (thrown instanceof UsageError) {
    err.write(`error: ${thrown.message}\n`)
    return EXIT_USAGE
  }
  if (asJson) err.write(`${JSON.stringify({ error: described(thrown) })}\n`)
  else err.write(`error: ${sentence(thrown, env.CHARGEWRIGHT_DEBUG !== undefined)}\n`)
  return EXIT_FAILED
}

function described(thrown: unknown): object {
  if (thrown instanceof AppError) return { code: thrown.code, message: thrown.message, details: thrown.details }
  return { code: 'internal', message: String(thrown) }
}

function sentence(thrown: unknown, withStack: boolean): string {
  if (!(thrown instanceof Error)) return String(thrown)
  if (withStack) return thrown.stack ?? thrown.message
  if (!(thrown instanceof AppError)) {
    return 'syscall' in thrown
      ? thrown.message
      : `${thrown.message}\n(CHARGEWRIGHT_DEBUG=1 shows where that comes from.)`
  }
  const hint = hintFor(thrown)
  const ended = /[.!?]$/.test(thrown.message) ? thrown.message : `${thrown.message}.`
  return hint === undefined ? ended : `${ended}\n${hint}`
}

function hintFor({ code, details }: AppError): string | undefined {
  if (code === 'unavailable' && 'why' in details) {
    return 'Is it running? Start it with `chargewright start`, or say where it is with --url or CHARGEWRIGHT_API_URL.'
  }
  if (code === 'unauthenticated') {
    return 'Sign in with `chargewright login`, or put an API key in CHARGEWRIGHT_API_KEY.'
  }
  if (code === 'forbidden') return 'The key in use may not do that; `chargewright login` takes another one.'
  return undefined
}
