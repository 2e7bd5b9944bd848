import type { CommandState } from './command.ts'

/**
 * From which states a command may come into each. What is settled stays as it is, so every command is settled once; and
 * only what was never sent can still expire.
 */
export const COMES_FROM: Readonly<Record<CommandState, readonly CommandState[]>> = {
  queued: [],
  sent: ['queued'],
  answered: ['queued', 'sent'],
  refused: ['queued', 'sent'],
  'timed-out': ['queued', 'sent'],
  lost: ['queued', 'sent'],
  expired: ['queued'],
}
