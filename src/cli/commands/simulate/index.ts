import { readFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { UsageError } from '../../failure.ts'
import { wholeNumber } from '../../options.ts'
import type { Surroundings } from '../../surroundings.ts'
import { type FleetWish, runFleet } from './run-fleet.ts'

const SITES = ['highway', 'office', 'street'] as const
const VERSIONS = ['1.6', '2.0.1', '2.1'] as const
const SOAP_VERSIONS = ['1.5', '1.6'] as const
const MOST_STATIONS = 100_000
const A_MONTH_S = 2_678_400

interface Options {
  readonly stations: number
  readonly url: string
  readonly version: (typeof VERSIONS)[number] | 'mix'
  readonly soap?: (typeof SOAP_VERSIONS)[number]
  readonly soapHost?: string
  readonly security: string
  readonly password?: string
  readonly cert?: string
  readonly key?: string
  readonly ca?: string
  readonly prefix: string
  readonly site: (typeof SITES)[number] | 'mix'
  readonly token?: readonly string[]
  readonly rate: number
  readonly quickness: number
  readonly sampleInterval: number
  readonly duration?: number
  readonly seed: string
  readonly json?: boolean
}

/** `chargewright simulate` */
export function addSimulate(program: Command, around: Surroundings): void {
  const command = program
    .command('simulate')
    .summary('Be many charging stations, for this or any other OCPP system')
    .description(
      'Is many charging stations with cars that come, charge and go, as real ones do: arrivals by the hour of the day, ' +
        'charging curves by kind of car, meter values, offline queues. Needs nothing but the system to connect to.',
    )
  fleetOptions(command)
  connectionOptions(command)
  command.addHelpText('after', HELP).action(async (options: Options) => {
    await runFleet(wishOf(options, around), around)
  })
}

function fleetOptions(command: Command): void {
  command
    .option('--stations <n>', 'how many', wholeNumber(1, MOST_STATIONS), 10)
    .option('--prefix <text>', 'stations are called <prefix>1, <prefix>2, …', 'SIM-')
    .addOption(
      new Option('--version <version>', 'of OCPP; mix takes all in turn').choices([...VERSIONS, 'mix']).default('mix'),
    )
    .addOption(
      new Option('--site <kind>', 'who comes, and when; mix takes all in turn')
        .choices([...SITES, 'mix'])
        .default('mix'),
    )
    .option('--token <value...>', 'tokens the drivers show, one or more; made-up ones if absent')
    .option('--quickness <n>', 'how much faster than life cars come, charge and go', wholeNumber(1, 10_000), 1)
    .option('--sample-interval <seconds>', 'between meter values of a transaction', wholeNumber(1, 86_400), 60)
    .option('--rate <n>', 'stations that connect per second', wholeNumber(1, 10_000), 50)
    .option('--duration <seconds>', 'stop by itself after this time', wholeNumber(1, A_MONTH_S))
    .option('--seed <text>', 'the same seed is the same fleet with the same fate', 'fleet')
    .option('--json', 'the summary at the end as one JSON document')
}

function connectionOptions(command: Command): void {
  command
    .option('--url <url>', 'where stations connect to, without their id', 'ws://127.0.0.1:9000/ocpp')
    .addOption(
      new Option(
        '--soap [version]',
        'speak SOAP, OCPP 1.6 unless told otherwise; the address may begin with http:// then',
      )
        .choices(SOAP_VERSIONS)
        .preset('1.6'),
    )
    .option(
      '--soap-host <address>',
      'of this machine, by which commands over SOAP reach the stations (default: 127.0.0.1)',
    )
    .addOption(
      new Option('--security <profile>', '0 plain, 1 password, 2 password over TLS, 3 client certificate over TLS')
        .choices(['0', '1', '2', '3'])
        .default('0'),
    )
    .addOption(
      new Option('--password <text>', 'of every station, for profiles 1 and 2').env('CHARGEWRIGHT_STATION_PASSWORD'),
    )
    .option('--cert <file>', 'client certificate chain, PEM, for profile 3')
    .option('--key <file>', 'its key, PEM')
    .option('--ca <file>', 'authorities to trust instead of those of the system, PEM, for profiles 2 and 3')
}

const HELP = `
While it runs, a terminal shows how many stations are connected and charging, messages per second in both directions,
and the power drawn. Ctrl-C unplugs every car, delivers what is queued and hangs up; twice means at once.
Exits with 1 when no station was let in.

The drivers show SIM-TOKEN-1 to SIM-TOKEN-10 unless --token says otherwise; a system that knows none of them lets
nobody charge. For Chargewright: chargewright token add SIM-TOKEN-1 --at-once 0

Examples:
  chargewright simulate                                       ten stations for a Chargewright on this machine
  chargewright simulate --stations 500 --version 2.0.1 --quickness 60 --url wss://csms.example.org/ocpp \\
      --security 2 --password 0123456789abcdef
  chargewright simulate --soap 1.5 --url http://csms.example.org/services/CentralSystemService
  chargewright simulate --stations 1000 --rate 200 --duration 600 --json`

function wishOf(options: Options, around: Surroundings): FleetWish {
  const { url, version, site, token, soap, soapHost } = options
  const [first, ...others] = (token ?? []).map((value) => ({ value, type: 'ISO14443' as const }))
  return {
    url: soap === undefined ? urlFor(url, options.security) : soapUrlFor(url, options.security),
    stations: options.stations,
    prefix: options.prefix,
    versions: (version === 'mix' ? VERSIONS : [version]).map((one) => `ocpp${one}` as const),
    ...(soap === undefined ? {} : { soap: `ocpp${soap}` as const }),
    ...(soapHost === undefined ? {} : { soapHost }),
    sites: site === 'mix' ? SITES : [site],
    ratePerSecond: options.rate,
    quickness: options.quickness,
    security: securityOf(options, around),
    settings: { sampleIntervalS: options.sampleInterval },
    seed: options.seed,
    ...(first === undefined ? {} : { tokens: [first, ...others] }),
    ...(options.duration === undefined ? {} : { durationS: options.duration }),
    asJson: options.json === true,
  }
}

function urlFor(url: string, profile: string): string {
  const scheme = URL.parse(url)?.protocol
  if (scheme !== 'ws:' && scheme !== 'wss:') {
    throw new UsageError(`${url} is no address of an OCPP system; it has to look like ws://127.0.0.1:9000/ocpp`)
  }
  if (Number(profile) >= 2 && scheme !== 'wss:') {
    throw new UsageError(`security profile ${profile} is over TLS, so the address has to begin with wss://`)
  }
  return url.replace(/\/+$/, '')
}

/** A service of SOAP is called over HTTP; that of Chargewright is where its WebSockets are. */
function soapUrlFor(url: string, profile: string): string {
  const address = url.replace(/^ws(?=s?:)/, 'http')
  const scheme = URL.parse(address)?.protocol
  if (scheme !== 'http:' && scheme !== 'https:') {
    throw new UsageError(`${url} is no address of a service; it has to look like http://127.0.0.1:9000/ocpp`)
  }
  if (Number(profile) >= 2 && scheme !== 'https:') {
    throw new UsageError(`security profile ${profile} is over TLS, so the address has to begin with https://`)
  }
  return address
}

function securityOf(
  { security, password, cert, key, ca }: Options,
  { env }: Surroundings,
): NonNullable<FleetWish['security']> {
  for (const [option, given, profiles] of [
    ['--cert', cert, ['3']],
    ['--key', key, ['3']],
    ['--ca', ca, ['2', '3']],
  ] as const) {
    if (given === undefined || profiles.some((profile) => profile === security)) continue
    throw new UsageError(`${option} is for --security ${profiles.join(' or ')}, not ${security}`)
  }
  const authorities = ca === undefined ? {} : { authorities: [readPem(ca, '--ca')] }
  const secret = password ?? env.CHARGEWRIGHT_STATION_PASSWORD
  switch (security) {
    case '1':
      return { profile: 1, password: needed(secret, '--password', security) }
    case '2':
      return { profile: 2, password: needed(secret, '--password', security), ...authorities }
    case '3':
      return {
        profile: 3,
        cert: readPem(needed(cert, '--cert', security), '--cert'),
        key: readPem(needed(key, '--key', security), '--key'),
        ...authorities,
      }
    default:
      return { profile: 0 }
  }
}

function needed(value: string | undefined, option: string, profile: string): string {
  if (value === undefined || value === '') throw new UsageError(`security profile ${profile} needs ${option}`)
  return value
}

function readPem(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`${option}: ${file} cannot be read`)
  }
}
