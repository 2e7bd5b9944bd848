import { type CommandContext, type CommandFile, type PlannedCall, say } from './command-codec.ts'
import { versionAnswer, versionWatched } from './list-update.ts'

const generation2 = {
  write: () => [{}],
  read: ({ versionNumber }: { readonly versionNumber: number }) => versionAnswer(versionNumber),
}

const asked: CommandFile<'get-local-list-version'> = {
  'ocpp1.6': say('ocpp1.6', 'GetLocalListVersion', {
    write: () => [{}],
    read: ({ listVersion }) => versionAnswer(listVersion),
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'GetLocalListVersion', generation2),
  'ocpp2.1': say('ocpp2.1', 'GetLocalListVersion', generation2),
}

/** The calls that ask for the version, in a version of the protocol. */
export function versionCalls(version: keyof typeof asked, context: CommandContext): readonly PlannedCall[] {
  const calls = asked[version]({}, context)
  return 'unsupported' in calls ? [] : calls.map(versionWatched)
}

/** GetLocalListVersion: 1.6 §5.10 · 2.x D02. */
export const getLocalListVersion: CommandFile<'get-local-list-version'> = {
  'ocpp1.6': (_, context) => versionCalls('ocpp1.6', context),
  'ocpp2.0.1': (_, context) => versionCalls('ocpp2.0.1', context),
  'ocpp2.1': (_, context) => versionCalls('ocpp2.1', context),
}
