import { type Command, InvalidArgumentError } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'

interface Options extends ApiCommandOptions {
  readonly id?: string
  readonly party?: string
  readonly address?: string
  readonly city?: string
  readonly postalCode?: string
  readonly country?: string
  readonly at?: readonly [latitude: number, longitude: number]
  readonly timeZone?: string
}

export function addLocationAdd(location: Command, around: Surroundings): void {
  apiCommand(location, 'add <name>', 'Add a location')
    .option('--id <id>', 'made by the platform if absent')
    .option('--address <text>', 'street and number')
    .option('--city <text>', 'town')
    .option('--postal-code <text>', 'postal code')
    .option('--country <code>', 'three letters of ISO 3166-1, as DEU')
    .option('--at <latitude,longitude>', 'in degrees, north and east positive, as 52.52,13.405', coordinates)
    .option('--time-zone <name>', 'IANA time zone, as Europe/Berlin')
    .option('--party <id>', 'whose it is; needed only by who may act for several')
    .addHelpText(
      'after',
      '\nExample:\n  chargewright location add "Yard" --city Berlin --country DEU --at 52.52,13.405 --time-zone Europe/Berlin',
    )
    .action(async (name: string, options: Options) => {
      const { id, party: partyId, address, city, postalCode, country, timeZone } = options
      const [latitude, longitude] = options.at ?? []
      const body = { name, id, partyId, address, city, postalCode, country, latitude, longitude, timeZone }
      const created = await openApi(options, around).call('createLocation', { body })
      answer(around, options.json, created, () => `Added ${created.name} (${created.id}).\n`)
    })
}

function coordinates(text: string): readonly [number, number] {
  const [, latitude, longitude] = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text) ?? []
  if (latitude === undefined) throw new InvalidArgumentError('It has to be latitude,longitude as 52.52,13.405.')
  return [Number(latitude), Number(longitude)]
}
