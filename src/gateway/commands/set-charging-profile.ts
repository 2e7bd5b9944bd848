import type { CommandRequests } from '#domain/commands'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { writeProfile16, writeProfile21, writeProfile201 } from './charging-profile-codec.ts'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

type Answer = v16.SetChargingProfileResponse | v201.SetChargingProfileResponse | v21.SetChargingProfileResponse

/** The domain has judged it before, and given it its id. */
const UNPREPARED = unsupported('the profile has not been judged')
const UNNAMED = unsupported('the station has not named this transaction')

/** The id by which the station knows the profile now. */
function read(answer: Answer, { chargingProfile }: CommandContext): CommandAnswer {
  const { details, ...rest } = readStatus(answer)
  return { ...rest, details: { ...details, profileId: chargingProfile?.profileId } }
}

type Request = CommandRequests['set-charging-profile']

/** SetChargingProfile: 1.6 §5.16 · 2.x K01. */
export const setChargingProfile: CommandFile<'set-charging-profile'> = {
  'ocpp1.6': say('ocpp1.6', 'SetChargingProfile', {
    write: ({ evseId }: Request, { chargingProfile, transactionReference }) => {
      const transactionId = transactionReference === undefined ? undefined : Number(transactionReference)
      if (chargingProfile === undefined) return UNPREPARED
      if (transactionId !== undefined && !Number.isSafeInteger(transactionId)) return UNNAMED
      const csChargingProfiles = writeProfile16(chargingProfile, transactionId)
      if ('unsupported' in csChargingProfiles) return csChargingProfiles
      return [{ connectorId: evseId, csChargingProfiles }]
    },
    read,
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'SetChargingProfile', {
    write: ({ evseId }, { chargingProfile, transactionReference }) => {
      if (chargingProfile === undefined) return UNPREPARED
      const written = writeProfile201(chargingProfile, transactionReference)
      return 'unsupported' in written ? written : [{ evseId, chargingProfile: written }]
    },
    read,
  }),
  'ocpp2.1': say('ocpp2.1', 'SetChargingProfile', {
    write: ({ evseId }, { chargingProfile, transactionReference }) => {
      if (chargingProfile === undefined) return UNPREPARED
      const written = writeProfile21(chargingProfile, transactionReference)
      return 'unsupported' in written ? written : [{ evseId, chargingProfile: written }]
    },
    read,
  }),
}
