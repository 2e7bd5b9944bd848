import type { CustomerReportPart } from '#domain/customer-information'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'

type Request = v201.NotifyCustomerInformationRequest | v21.NotifyCustomerInformationRequest

const generation2 = {
  action: 'NotifyCustomerInformation',
  read: (
    { requestId, seqNo, tbc = false, data }: Request,
    { station, receivedAt }: StationCall,
  ): CustomerReportPart => ({
    stationId: station.stationId,
    partyId: station.partyId,
    requestId,
    seqNo,
    toBeContinued: tbc,
    data,
    receivedAt,
  }),
  write: () => ({}),
} as const

/** NotifyCustomerInformation: 2.x N09, N10. */
export const notifyCustomerInformation = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation2 },
  handle: (part, _, { customerInformation }) => customerInformation.recordPart(part),
} satisfies Action<CustomerReportPart, void>
