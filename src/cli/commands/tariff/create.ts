import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { bodyOptions } from '../../request/body-options.ts'
import type { Surroundings } from '../../surroundings.ts'
import { inShort } from './words.ts'

export function addTariffCreate(tariff: Command, around: Surroundings): void {
  const command = apiCommand(tariff, 'create', 'Make a tariff, from a file or of options')
  const body = bodyOptions(command, 'createTariff', {}, around)
  command
    .addHelpText(
      'after',
      `
A tariff never changes: make another, and give that to stations (\`command send set-default-tariff\`) and tokens. Prices are
without tax and per kilowatt-hour, per minute or once; of several the first that applies counts.

A file may hold:
  {
    "name": "Day and night",
    "currency": "EUR",
    "energy": {
      "prices": [
        { "price": "0.29", "when": { "fromTime": "22:00", "toTime": "06:00" } },
        { "price": "0.45" }
      ],
      "taxes": [{ "name": "VAT", "percent": "19" }]
    },
    "idleTime": { "prices": [{ "price": "0.10", "when": { "leastIdleTimeS": 3600 } }] }
  }

Examples:
  chargewright tariff create --file day-and-night.json
  chargewright tariff create --name Flat --currency EUR --energy.prices '{"price":"0.39"}'`,
    )
    .action(async (options: ApiCommandOptions) => {
      const created = await openApi(options, around).call('createTariff', { body: await body() })
      const prices = [inShort(created), created.currency].filter(Boolean).join(' ')
      answer(around, options.json, created, () => `Added ${created.name ?? 'tariff'} (${created.id}): ${prices}.\n`)
    })
}
