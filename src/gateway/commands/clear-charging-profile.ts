import type { CommandRequests } from '#domain/commands'
import type { ClearablePurpose } from '#domain/smart-charging'
import { defined } from '../actions/defined.ts'
import { purpose16, purpose21, purpose201 } from './charging-profile-codec.ts'
import { type CommandFile, say, type Unsupported, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'

type Request = CommandRequests['clear-charging-profile']

/** A station that has none like it is as it should be (K10.FR.01). */
const read = statusAnswer(new Set(['Accepted', 'Unknown']))

/** F-04, K10.FR.02: the id or a filter, never nothing and so everything. */
const NOTHING_NAMED = unsupported('name the profile to clear, or at least one of EVSE, purpose and stack level')

function named({ profileId, evseId, purpose, stackLevel }: Request): 'id' | 'filter' | undefined {
  if (profileId !== undefined) return 'id'
  return evseId === undefined && purpose === undefined && stackLevel === undefined ? undefined : 'filter'
}

function generation2<Purpose extends string>(
  request: Request,
  word: (purpose: ClearablePurpose) => Purpose | undefined,
): readonly { chargingProfileId: number }[] | readonly { chargingProfileCriteria: Criteria<Purpose> }[] | Unsupported {
  const { profileId, evseId, purpose, stackLevel } = request
  const by = named(request)
  if (profileId !== undefined) return [{ chargingProfileId: profileId }]
  if (by === undefined) return NOTHING_NAMED
  const chargingProfilePurpose = purpose && word(purpose)
  if (purpose !== undefined && chargingProfilePurpose === undefined) {
    return unsupported('this version of OCPP has no profiles of this purpose')
  }
  return [{ chargingProfileCriteria: defined({ evseId, chargingProfilePurpose, stackLevel }) }]
}

interface Criteria<Purpose> {
  evseId?: number
  chargingProfilePurpose?: Purpose
  stackLevel?: number
}

/** ClearChargingProfile: 1.6 §5.5 · 2.x K10. */
export const clearChargingProfile: CommandFile<'clear-charging-profile'> = {
  'ocpp1.6': say('ocpp1.6', 'ClearChargingProfile', {
    write: (request) => {
      const { profileId, evseId, purpose, stackLevel } = request
      if (profileId !== undefined) return [{ id: profileId }]
      if (named(request) === undefined) return NOTHING_NAMED
      const chargingProfilePurpose = purpose && purpose16(purpose)
      if (purpose !== undefined && chargingProfilePurpose === undefined) {
        return unsupported('OCPP 1.6 has no profiles of this purpose')
      }
      return [defined({ connectorId: evseId, chargingProfilePurpose, stackLevel })]
    },
    read,
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'ClearChargingProfile', {
    write: (request) => generation2(request, purpose201),
    read,
  }),
  'ocpp2.1': say('ocpp2.1', 'ClearChargingProfile', { write: (request) => generation2(request, purpose21), read }),
}
