import type { StationProtocol } from '#domain/stations'
import type { CommandKind } from './command-requests.ts'

/** In which versions of OCPP a kind of command can be said, and why it cannot in the others. */
export interface CommandVersions {
  readonly versions: readonly StationProtocol[]
  readonly lacking: Readonly<Partial<Record<StationProtocol, string>>>
}

/** Told by the gateway's command files, so that nobody keeps a second list. */
export type VersionsOfCommand = (kind: CommandKind) => CommandVersions
