import type { SubmitProfile } from '#domain/smart-charging'
import type { Commands } from './command.ts'

/** Who asks for the profiles that follow from an operator's rule. */
const RULE = 'charging-needs-rule'

/** How smart charging gives the command for a profile of its own accord: now or never, the vehicle is waiting. */
export function profileCommands(commands: Commands): SubmitProfile {
  return ({ partyId, stationId, evseId, reference, profile, profileId }) =>
    commands.submit(
      { partyIds: [partyId] },
      {
        stationId,
        kind: 'set-charging-profile',
        request: { evseId, reference, profile, ...(profileId !== undefined && { profileId }) },
        requestedBy: RULE,
        requestedByName: 'Rule for the needs of vehicles',
        expiresInS: 0,
      },
    )
}
