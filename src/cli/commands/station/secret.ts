import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'

interface Options extends ApiCommandOptions {
  readonly secret?: string
}

export function addStationSecret(station: Command, around: Surroundings): void {
  apiCommand(station, 'secret <station>', 'Give a station a new password, shown this once')
    .option('--secret <text>', 'this one, 16 to 64 characters; random if absent')
    .addHelpText(
      'after',
      `
The former password, or none where there was none, opens until the station has used the new one; a station that has never
been here needs it at once. The platform keeps a hash only: write down what is shown.

Example:
  chargewright station secret CS-1`,
    )
    .action(async (id: string, options: Options) => {
      const { secret } = options
      const shown = await openApi(options, around).call('changeStationSecret', { params: { id }, body: { secret } })
      answer(around, options.json, { stationId: id, ...shown }, () => `${shown.secret}\n`)
    })
}
