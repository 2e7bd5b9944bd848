import { isIP } from 'node:net'
import { CERTIFICATE_SETTINGS } from './certificate-settings.ts'
import { FILES } from './declared-files.ts'
import { choice, type Field, flag, hexKey, listOf, port, someOf, someText, text, url, wholeNumber } from './field.ts'

/**
 * Every setting of the program, once. The file's parser, the environment variables' names, `--help`, the guide's page and
 * the words of every complaint come from here.
 */
export const DECLARED = {
  http: {
    host: someText({
      fallback: '127.0.0.1',
      about: 'Address the console and the API listen on; 0.0.0.0 for every network.',
    }),
    port: port({ fallback: 8080, about: 'Port of the console and the API.' }),
    publicUrl: url(
      {
        fallback: '',
        about: 'Where people reach the console, as their browser sees it. Empty: made of host and port.',
      },
      ['http', 'https'],
    ),
    hostNames: listOf(
      {
        fallback: [],
        about:
          'Further names under which the console and the API may be asked for. Once there is one, or a publicUrl, every other name is refused but localhost and numeric addresses.',
      },
      'host names without port',
      (name) => /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(name),
    ),
    trustedProxies: listOf(
      {
        fallback: [],
        about: 'Proxies in front of the API whose X-Forwarded-For and X-Forwarded-Proto are believed.',
      },
      'IP addresses, networks (as 10.0.0.0/8), or the word loopback',
      isAddressOrNetwork,
    ),
    requestsPerMinute: wholeNumber(
      { fallback: 6_000, about: 'Requests one address may make in a minute.' },
      1,
      10_000_000,
    ),
    signInsPerMinute: wholeNumber(
      { fallback: 20, about: 'Attempts to sign in one address may make in a minute.' },
      1,
      10_000,
    ),
  },
  ocpp: {
    host: someText({ fallback: '127.0.0.1', about: 'Address stations connect to; 0.0.0.0 for every network.' }),
    port: port({ fallback: 9000, about: 'Port for ws:// (security profiles 0 and 1).' }),
    tlsPort: port({ fallback: 9443, about: 'Port for wss:// (security profiles 2 and 3).' }),
    tlsEcdsaCertificateFile: text({
      fallback: '',
      about: 'PEM file with the ECDSA certificate chain of the server. Empty: one is made under the data folder.',
    }),
    tlsEcdsaKeyFile: text({ fallback: '', about: 'PEM file with the key of that certificate.' }),
    tlsRsaCertificateFile: text({
      fallback: '',
      about:
        'PEM file with the RSA certificate chain, for stations without ECDSA. Empty: one is made under the data folder.',
    }),
    tlsRsaKeyFile: text({ fallback: '', about: 'PEM file with the key of that certificate.' }),
    tlsIssuer: choice(
      {
        fallback: 'self',
        about:
          'Who signs the certificates that are made for wss: each itself, or the certificate authority in the box, so that stations with its root installed trust them. They are renewed in good time, without a restart.',
      },
      ['self', 'authority'],
    ),
    tlsNames: listOf(
      {
        fallback: ['localhost', '127.0.0.1', '::1'],
        about: 'Names and addresses stations reach wss by, for the certificates that are made for it.',
      },
      'host names or addresses without port',
      (name) => isIP(name) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(name),
    ),
    clientCertificateAuthorities: text({
      fallback: '',
      about:
        'PEM file with the authorities whose certificates stations may show (security profile 3). Empty: none may.',
    }),
    csoName: text({
      fallback: '',
      about: 'Organisation (O) that a station certificate must name. Empty: not compared.',
    }),
    versions: someOf({ fallback: ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'], about: 'Versions of OCPP that are spoken.' }, [
      'ocpp1.6',
      'ocpp2.0.1',
      'ocpp2.1',
    ]),
    soap: flag({
      fallback: false,
      about:
        'Also takes stations that speak OCPP 1.5 or 1.6 over SOAP, at the same ports: http:// and https:// with any path.',
    }),
    soapSilentHeartbeats: wholeNumber(
      {
        fallback: 3,
        about: 'A station over SOAP counts as connected until it has been silent for so many heartbeat intervals.',
      },
      1,
      100,
    ),
    soapCommandNetworks: listOf(
      {
        fallback: [],
        about:
          'Networks that commands for stations over SOAP may be sent into. Empty: only to the very address a station sends from; behind a proxy, name the networks of the stations here.',
      },
      'IP addresses or networks (as 10.0.0.0/8)',
      (value) => value !== 'loopback' && isAddressOrNetwork(value),
    ),
    unknownStations: choice(
      {
        fallback: 'refuse',
        about:
          'What happens to a station nobody has entered: it is refused, put on a list where an operator can accept it, or accepted.',
      },
      ['refuse', 'waiting-list', 'accept'],
    ),
    validation: choice(
      {
        fallback: 'lenient',
        about: 'lenient takes common deviations from the schemas and records them; strict refuses them.',
      },
      ['lenient', 'strict'],
    ),
    publicUrl: url(
      {
        fallback: '',
        about:
          'Where stations reach the OCPP ports through a proxy, as wss://cs.example.org/ocpp; people are told to point stations there. Empty: host and ports.',
      },
      ['ws', 'wss'],
    ),
    trustedProxies: listOf(
      {
        fallback: [],
        about:
          'Proxies in front of the OCPP ports whose X-Forwarded-For and X-Forwarded-Proto are believed; each must set both. A station that reaches one over TLS counts as of security profile 2.',
      },
      'IP addresses, networks (as 10.0.0.0/8), or the word loopback',
      isAddressOrNetwork,
    ),
    securityProfileMinimum: wholeNumber(
      { fallback: 0, about: 'Lowest security profile any station may connect with.' },
      0,
      3,
    ),
    heartbeatIntervalS: wholeNumber(
      { fallback: 300, about: 'Heartbeat interval given to stations at boot, in seconds.' },
      1,
      86_400,
    ),
    callTimeoutS: wholeNumber(
      { fallback: 30, about: 'How long a station may take to answer a command, in seconds.' },
      1,
      600,
    ),
    commandQueueLimit: wholeNumber({ fallback: 32, about: 'Commands that may wait for one station.' }, 1, 1_000),
    inboundQueueLimit: wholeNumber(
      {
        fallback: 16,
        about: 'Messages of one station that may wait to be handled; while there are so many its socket is not read.',
      },
      1,
      512,
    ),
    frameLimitBytes: wholeNumber(
      { fallback: 4_194_304, about: 'Longest message taken from a station, in bytes.' },
      65_536,
      67_108_864,
    ),
    pingIntervalS: wholeNumber(
      {
        fallback: 45,
        about:
          'Seconds of silence after which a station is pinged. Shorter than the patience of whatever stands between, which with many proxies is 60 s.',
      },
      0,
      3_600,
      '; 0 sends none',
    ),
    reconnectsPerHour: wholeNumber(
      { fallback: 60, about: 'Connections one station may open in an hour before it is told to wait.' },
      0,
      100_000,
      '; 0 sets no limit',
    ),
  },
  certificates: CERTIFICATE_SETTINGS,
  database: {
    url: url(
      {
        fallback: '',
        about:
          'Your own PostgreSQL (15 or newer; with its extension pg_trgm a large fleet is searched quickly; a pooler in front of it has to keep sessions apart, as PgBouncer does with pool_mode = session). Empty: one is started under the data folder.',
        secret: true,
      },
      ['postgres', 'postgresql'],
    ),
    poolSize: wholeNumber({ fallback: 8, about: 'Connections held to the database.' }, 2, 200),
  },
  data: {
    dir: someText({ fallback: 'data', about: 'Folder for everything the program keeps outside the database.' }),
  },
  secretKey: hexKey(
    {
      fallback: '',
      about:
        'Keys the hashes of all secrets; the same on every node. Empty: made once, in secret.key under the data folder.',
    },
    32,
  ),
  messages: {
    keepDays: wholeNumber({ fallback: 7, about: 'Days that raw OCPP messages are kept.' }, 0, 3_650, '; 0 keeps none'),
    perSecondBudget: wholeNumber(
      { fallback: 2_000, about: 'Raw messages written per second at most; what is above is counted, not kept.' },
      0,
      1_000_000,
    ),
  },
  readings: {
    keepMonths: wholeNumber({ fallback: 120, about: 'Months that meter readings are kept.' }, 1, 1_200),
  },
  events: {
    keepMonths: wholeNumber(
      { fallback: 24, about: 'Months that security events and other messages of stations about themselves are kept.' },
      1,
      1_200,
    ),
  },
  payments: {
    vatRegisterUrl: url(
      {
        fallback: '',
        about:
          'Register that is asked whose a VAT number is, by the interface of VIES, as https://ec.europa.eu/taxation_customs/vies/rest-api. Empty: only the form of a number is looked at.',
      },
      ['https', 'http'],
    ),
    keepMonths: wholeNumber(
      {
        fallback: 120,
        about:
          'Months that payments which are over, what stations said charging costs, and swaps of batteries are kept. What is still to settle stays.',
      },
      1,
      1_200,
    ),
  },
  variables: {
    keepMonths: wholeNumber(
      { fallback: 24, about: 'Months that the former values of configuration variables are kept.' },
      1,
      1_200,
    ),
  },
  commands: {
    keepDays: wholeNumber({ fallback: 365, about: 'Days that settled commands are kept.' }, 1, 3_650),
  },
  campaigns: {
    keepMonths: wholeNumber(
      {
        fallback: 24,
        about: 'Months that campaigns which are over are kept, and updates of firmware. Whatever is not over stays.',
      },
      1,
      1_200,
    ),
  },
  files: FILES,
  logs: {
    keepDays: wholeNumber({ fallback: 90, about: 'Days that logs of stations are kept.' }, 1, 3_650),
  },
  alerts: {
    offlineAfterS: wholeNumber(
      { fallback: 60, about: 'Seconds without a connection after which a station counts as offline.' },
      0,
      86_400,
    ),
    silentAfterS: wholeNumber(
      { fallback: 900, about: 'Seconds a connected station may say nothing before that is an alert.' },
      10,
      86_400,
    ),
    contactAfterMinutes: wholeNumber(
      { fallback: 360, about: 'Minutes after which a transaction that is not heard of any more is an alert.' },
      1,
      100_000,
    ),
    energyAfterMinutes: wholeNumber(
      { fallback: 720, about: 'Minutes after which a transaction that delivers nothing any more is an alert.' },
      1,
      100_000,
    ),
    heldAfterMinutes: wholeNumber(
      {
        fallback: 1_440,
        about: 'Minutes after which an EVSE that is reserved, or occupied without charging, is an alert.',
      },
      1,
      100_000,
    ),
    keepDays: wholeNumber({ fallback: 365, about: 'Days that alerts are kept once they are over.' }, 1, 3_650),
    webhookHosts: listOf(
      { fallback: [], about: 'Hosts webhooks may be sent to. Empty: any on the open internet.' },
      'host names or addresses without port',
      (name) => /^[a-z0-9]([a-z0-9.:-]{0,251}[a-z0-9])?$/.test(name),
    ),
    webhookPrivateNetworks: flag({
      fallback: false,
      about:
        'Lets webhooks reach this machine and private networks, and go without TLS. Any owner of a party can set webhooks up.',
    }),
    smtpUrl: url(
      {
        fallback: '',
        about: 'Mail server for alerts, as smtp://user:password@mail.example.org:587. Empty: no mail is sent.',
        secret: true,
      },
      ['smtp', 'smtps'],
    ),
    mailFrom: text({ fallback: '', about: 'Sender of mail about alerts.' }),
  },
  demo: {
    enabled: flag({ fallback: true, about: 'Three sites with simulated stations and cars. Also: --no-demo.' }),
  },
  log: {
    level: choice({ fallback: 'info', about: 'Least serious kind of line that is written.' }, [
      'debug',
      'info',
      'warn',
      'error',
    ]),
    format: choice(
      {
        fallback: 'auto',
        about: 'pretty is for people, json for programs; auto is pretty on a terminal and json elsewhere.',
      },
      ['auto', 'pretty', 'json'],
    ),
  },
  shutdown: {
    timeoutS: wholeNumber({ fallback: 20, about: 'Seconds a stop may take before what is left is cut off.' }, 1, 600),
  },
  roles: someOf(
    {
      fallback: ['gateway', 'api', 'worker'],
      about:
        'What this process does: hold stations, serve people and programs, do background work. Commands and live events stay within a process, so gateway and api belong into one.',
    },
    ['gateway', 'api', 'worker'],
  ),
} as const satisfies Declarations

function isAddressOrNetwork(text: string): boolean {
  if (text === 'loopback') return true
  const [address = '', bits, ...more] = text.split('/')
  const kind = isIP(address)
  if (kind === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128))
}

export type Declarations = Readonly<Record<string, Field<unknown> | Readonly<Record<string, Field<unknown>>>>>

type ValueOf<F> = F extends Field<infer T> ? T : never
type ValuesOf<D> = {
  readonly [K in keyof D]: D[K] extends Field<infer T> ? T : { readonly [N in keyof D[K]]: ValueOf<D[K][N]> }
}
type Loose<S> = {
  readonly [K in keyof S]?: S[K] extends readonly unknown[] ? S[K] : { readonly [N in keyof S[K]]?: S[K][N] }
}

/** The program's settings, complete and checked. Names carry their unit. */
export type Settings = ValuesOf<typeof DECLARED>

/** Some settings, as the command line or a test gives them; they win over file and environment. */
export type Overrides = Loose<Settings>
