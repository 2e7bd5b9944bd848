import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'
import { placeOf, whatOf } from './words.ts'

interface Options extends ApiCommandOptions {
  readonly note?: string
  readonly close?: boolean
}

export function addAlertAcknowledge(alert: Command, around: Surroundings): void {
  apiCommand(alert, 'acknowledge <alert>', 'Say that somebody has seen an alert')
    .option('--note <text>', 'what is done about it, for the others')
    .option('--close', 'take it for over; should it still hold, it is found again')
    .addHelpText(
      'after',
      `
A security event is over with that; everything else is over when it is.

Example:
  chargewright alert acknowledge 0199… --note "Electrician comes on Monday"`,
    )
    .action(async (id: string, options: Options) => {
      const { note, close } = options
      const seen = await openApi(options, around).call('acknowledgeAlert', { params: { id }, body: { note, close } })
      const state = seen.closedAt === undefined ? 'seen' : 'over'
      answer(around, options.json, seen, () => `${whatOf(seen)} at ${placeOf(seen)}: ${state}.\n`)
    })
}
