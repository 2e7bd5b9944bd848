import type { CommandKind, CommandVersions } from '#domain/commands'
import { OCPP_VERSIONS } from '#ocpp/rpc'
import { whyLacking } from './commands.ts'

/** What 1.5 has a message for; all of it is said as in 1.6. */
const KINDS_OF_15: ReadonlySet<CommandKind> = new Set([
  'cancel-reservation',
  'change-availability',
  'clear-cache',
  'data-transfer',
  'get-local-list-version',
  'get-log',
  'get-variables',
  'reserve-now',
  'reset',
  'send-local-list',
  'set-variables',
  'start-transaction',
  'stop-transaction',
  'unlock',
  'update-firmware',
] as const satisfies readonly CommandKind[])

/** In which versions a kind of command can be said, as its command file has it. */
export function versionsOfCommand(kind: CommandKind): CommandVersions {
  const newer = OCPP_VERSIONS.map((version) => ({ version, reason: whyLacking(kind, version) }))
  const reason15 = whyLacking(kind, 'ocpp1.6') ?? (KINDS_OF_15.has(kind) ? undefined : 'OCPP 1.5 has no message for it')
  const all = [{ version: 'ocpp1.5', reason: reason15 } as const, ...newer]
  return {
    versions: all.flatMap(({ version, reason }) => (reason === undefined ? [version] : [])),
    lacking: Object.fromEntries(
      all.flatMap(({ version, reason }) => (reason === undefined ? [] : [[version, reason]])),
    ),
  }
}
