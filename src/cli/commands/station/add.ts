import { type Command, Option } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import { wholeNumber } from '../../options.ts'
import type { Surroundings } from '../../surroundings.ts'

interface Options extends ApiCommandOptions {
  readonly name?: string
  readonly party?: string
  readonly location?: string
  readonly securityProfile?: number
  readonly secret?: string
  readonly serialNumber?: string
}

export function addStationAdd(station: Command, around: Surroundings): void {
  apiCommand(station, 'add <station>', 'Enter a station, so that it is let in when it connects')
    .option('--name <text>', 'what people call it')
    .option('--location <id>', 'where it stands')
    .option('--party <id>', 'whose it is; needed only by who may act for several')
    .addOption(
      new Option(
        '--security-profile <0-3>',
        'the only one it may connect with; without, nothing lower than it has come with',
      ).argParser(wholeNumber(0, 3)),
    )
    .option('--secret <text>', 'its password, 16 to 64 characters; `station secret` makes a random one instead')
    .option('--serial-number <text>', 'what its client certificate has to name; without, what it tells when it boots')
    .addHelpText(
      'after',
      `
The id is the last part of the address a station connects to: ws://…/ocpp/<station>.

Security profiles: 0 plain, 1 password, 2 password over TLS, 3 client certificate over TLS.

Example:
  chargewright station add CS-1 --name "Yard, left" --security-profile 1
  chargewright station secret CS-1`,
    )
    .action(async (id: string, options: Options) => {
      const { name, party: partyId, location: locationId, secret, securityProfile, serialNumber } = options
      const profile = profileOf(securityProfile)
      const body = { id, name, partyId, locationId, secret, serialNumber, securityProfile: profile }
      const created = await openApi(options, around).call('createStation', { body })
      answer(around, options.json, created, () => `Added ${created.id}.\n`)
    })
}

const PROFILES = [0, 1, 2, 3] as const

function profileOf(number: number | undefined): (typeof PROFILES)[number] | undefined {
  return PROFILES.find((profile) => profile === number)
}
