import type { CommandKind, CommandVersions } from '#domain/commands'
import { OCPP_VERSIONS } from '#ocpp/rpc'
import { whyLacking } from './commands.ts'

/** In which versions a kind of command can be said, as its command file has it. */
export function versionsOfCommand(kind: CommandKind): CommandVersions {
  const all = OCPP_VERSIONS.map((version) => ({ version, reason: whyLacking(kind, version) }))
  return {
    versions: all.flatMap(({ version, reason }) => (reason === undefined ? [version] : [])),
    lacking: Object.fromEntries(
      all.flatMap(({ version, reason }) => (reason === undefined ? [] : [[version, reason]])),
    ),
  }
}
