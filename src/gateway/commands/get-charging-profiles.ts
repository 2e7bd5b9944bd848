import type { CommandRequests } from '#domain/commands'
import { LIMIT_SOURCES, type LimitSource, type ProfileFilter } from '#domain/smart-charging'
import type { ChargingLimitSourceEnumType } from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { purpose21, purpose201 } from './charging-profile-codec.ts'
import { type CommandContext, type CommandFile, say, type Unsupported, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'

type Request = CommandRequests['get-charging-profiles']

const words = {
  operator: 'CSO',
  'energy-management': 'EMS',
  'system-operator': 'SO',
  other: 'Other',
} as const satisfies Record<LimitSource, ChargingLimitSourceEnumType>

/**
 * What a station is asked for. K09.FR.03: either ids, or at least one of stack level, source and purpose. To ask for all there
 * are is to ask for those of every source there is a word for; a station of 2.1 may know others.
 */
export function profileFilter(request: Request): ProfileFilter {
  const { profileIds = [], purpose, stackLevel, sources } = request
  const isNarrow = profileIds.length > 0 || purpose !== undefined || stackLevel !== undefined || sources !== undefined
  return isNarrow ? request : { ...request, sources: LIMIT_SOURCES }
}

const readStatus = statusAnswer(new Set(['Accepted', 'NoProfiles']))

/** 2.1 has purposes of its own, also among those that only others set. */
const asked201 = (purpose: string) =>
  purpose === 'external-constraints' ? 'ChargingStationExternalConstraints' : purpose201(purpose)
const asked21 = (purpose: string) =>
  purpose === 'external-constraints' ? 'ChargingStationExternalConstraints' : purpose21(purpose)

function write<Purpose extends string>(
  request: Request,
  { requestNumber }: CommandContext,
  word: (purpose: string) => Purpose | undefined,
) {
  const { profileIds, evseId, purpose, stackLevel, sources } = profileFilter(request)
  const chargingProfilePurpose = purpose && word(purpose)
  if (purpose !== undefined && chargingProfilePurpose === undefined) {
    return unsupported('this version of OCPP has no profiles of this purpose') satisfies Unsupported
  }
  const byIds = profileIds !== undefined && profileIds.length > 0
  const chargingLimitSource = sources?.map((source) => words[source])
  const chargingProfile = byIds
    ? { chargingProfileId: profileIds }
    : defined({ chargingProfilePurpose, stackLevel, chargingLimitSource })
  return [defined({ requestId: requestNumber, evseId, chargingProfile })]
}

function read(answer: Parameters<typeof readStatus>[0], { requestNumber }: CommandContext) {
  const { details, ...rest } = readStatus(answer)
  return { ...rest, details: { ...details, requestId: requestNumber } }
}

const triggers = () => ['ReportChargingProfiles']

/** GetChargingProfiles: 2.x K09. The profiles themselves come in ReportChargingProfiles messages. */
export const getChargingProfiles: CommandFile<'get-charging-profiles'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 cannot ask for profiles; ask for the composite schedule'),
  'ocpp2.0.1': say('ocpp2.0.1', 'GetChargingProfiles', {
    write: (request, context) => write(request, context, asked201),
    read,
    triggers,
  }),
  'ocpp2.1': say('ocpp2.1', 'GetChargingProfiles', {
    write: (request, context) => write(request, context, asked21),
    read,
    triggers,
  }),
}
