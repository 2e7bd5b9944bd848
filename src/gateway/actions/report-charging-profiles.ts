import type { ProfileReport } from '#domain/smart-charging'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'
import { readProfile, readSource } from './charging-schedule.ts'
import { defined } from './defined.ts'

type Request = v201.ReportChargingProfilesRequest | v21.ReportChargingProfilesRequest

const generation2 = {
  action: 'ReportChargingProfiles',
  read: (payload: Request, { station, receivedAt }: StationCall): ProfileReport => ({
    stationId: station.stationId,
    requestId: payload.requestId,
    evseId: payload.evseId,
    source: readSource(payload.chargingLimitSource),
    toBeContinued: payload.tbc ?? false,
    profiles: payload.chargingProfile.map((told) =>
      defined({ profileId: told.id, transactionReference: told.transactionId, profile: readProfile(told) }),
    ),
    receivedAt,
  }),
  write: () => ({}),
} as const

/** ReportChargingProfiles: 2.x K09. */
export const reportChargingProfiles = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation2 },
  handle: (report, _, { smartCharging }) => smartCharging.reported(report),
} satisfies Action<ProfileReport, void>
