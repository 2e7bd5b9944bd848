import type { ReportedVariable, ReportPart } from '#domain/device-model'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'
import { defined } from './defined.ts'

type Request = v201.NotifyReportRequest | v21.NotifyReportRequest
type ReportData = v201.ReportDataType | v21.ReportDataType

/** One variable for each attribute reported; an attribute without a type is the actual value. */
function readVariables(data: ReportData): ReportedVariable[] {
  const { component, variable, variableAttribute, variableCharacteristics } = data
  return variableAttribute.map(({ type, value, mutability }) =>
    defined({
      component: component.name,
      componentInstance: component.instance,
      evseId: component.evse?.id,
      connectorId: component.evse?.connectorId,
      name: variable.name,
      instance: variable.instance,
      attribute: type ?? 'Actual',
      value,
      mutability,
      dataType: variableCharacteristics?.dataType,
      unit: variableCharacteristics?.unit,
      maxLimit: variableCharacteristics?.maxLimit,
    }),
  )
}

const generation2 = {
  action: 'NotifyReport',
  read: (payload: Request, { station }: StationCall): ReportPart => ({
    stationId: station.stationId,
    requestId: payload.requestId,
    seqNo: payload.seqNo,
    toBeContinued: payload.tbc ?? false,
    variables: (payload.reportData ?? []).flatMap(readVariables),
  }),
  write: () => ({}),
} as const

/** NotifyReport: 2.x B07, B08. */
export const notifyReport = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation2 },
  async handle(part, _, { deviceModel }) {
    await deviceModel.recordPart(part)
  },
} satisfies Action<ReportPart, void>
