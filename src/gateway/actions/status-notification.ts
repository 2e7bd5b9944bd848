import type { ConnectorStatus, StatusReport } from '#domain/stations'
import type { StatusNotificationRequest as StatusNotificationRequest16 } from '#ocpp/v16'
import type { StatusNotificationRequest as StatusNotificationRequest21 } from '#ocpp/v21'
import type { StatusNotificationRequest as StatusNotificationRequest201 } from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'
import { defined } from './defined.ts'
import { stationTime } from './station-time.ts'
import { wordFor } from './word.ts'

const statuses16 = {
  Available: 'available',
  Preparing: 'preparing',
  Charging: 'charging',
  SuspendedEV: 'suspended-vehicle',
  SuspendedEVSE: 'suspended-station',
  Finishing: 'finishing',
  Reserved: 'reserved',
  Unavailable: 'unavailable',
  Faulted: 'faulted',
} as const satisfies Record<StatusNotificationRequest16['status'], ConnectorStatus>

/** 1.5 has one word for all of a connector's states in which a vehicle is there. */
const statuses15 = { ...statuses16, Occupied: 'occupied' } as const

const statuses2x = {
  Available: 'available',
  Occupied: 'occupied',
  Reserved: 'reserved',
  Unavailable: 'unavailable',
  Faulted: 'faulted',
} as const satisfies Record<StatusNotificationRequest201['connectorStatus'], ConnectorStatus>

/** The domain's word for a connector's availability as 2.x writes it; lenient validation lets unknown ones through. */
export function readAvailability(word: string): ConnectorStatus {
  return wordFor<ConnectorStatus>(statuses2x, word) ?? 'unknown'
}

const generation2 = {
  action: 'StatusNotification',
  read: (payload: StatusNotificationRequest201 | StatusNotificationRequest21, call: StationCall): StatusReport => ({
    stationId: call.station.stationId,
    evseId: payload.evseId,
    connectorId: payload.connectorId,
    status: readAvailability(payload.connectorStatus),
    at: stationTime(payload.timestamp, call.receivedAt),
  }),
  write: () => ({}),
} as const

/** StatusNotification: 1.6 §4.9 · 2.x G01. */
export const statusNotification = {
  versions: {
    'ocpp1.6': {
      action: 'StatusNotification',
      // Connector 0 is the whole station (§4.9); connector n is connector 1 of EVSE n.
      read: ({ connectorId, status, timestamp, errorCode, vendorErrorCode, info }, call) =>
        defined({
          stationId: call.station.stationId,
          evseId: connectorId,
          connectorId: connectorId === 0 ? 0 : 1,
          status: wordFor<ConnectorStatus>(statuses15, status) ?? 'unknown',
          errorCode,
          vendorErrorCode,
          info,
          at: stationTime(timestamp, call.receivedAt),
        }),
      write: () => ({}),
    },
    'ocpp2.0.1': generation2,
    'ocpp2.1': generation2,
  },
  async handle(report, _, { stations }) {
    await stations.reportStatus(report)
  },
} satisfies Action<StatusReport, void>
