import { type BootFacts, type BootVerdict, certificateNames, type Registration } from '#domain/stations'
import type { BootNotificationRequest as BootNotificationRequest21 } from '#ocpp/v21'
import type { BootNotificationRequest as BootNotificationRequest201 } from '#ocpp/v201'
import type { Action } from './action.ts'
import { defined } from './defined.ts'

const statuses = {
  accepted: 'Accepted',
  pending: 'Pending',
  rejected: 'Rejected',
} as const satisfies Record<Registration, string>

const write = ({ registration, intervalS, now }: BootVerdict) => ({
  status: statuses[registration],
  interval: intervalS,
  currentTime: now.toISOString(),
})

const generation2 = {
  action: 'BootNotification',
  read: ({ chargingStation, reason }: BootNotificationRequest201 | BootNotificationRequest21): BootFacts =>
    defined({
      vendor: chargingStation.vendorName,
      model: chargingStation.model,
      serialNumber: chargingStation.serialNumber,
      firmwareVersion: chargingStation.firmwareVersion,
      iccid: chargingStation.modem?.iccid,
      imsi: chargingStation.modem?.imsi,
      reason,
    }),
  write,
} as const

/** BootNotification: 1.6 §4.2 · 2.x B01 to B03. */
export const bootNotification = {
  versions: {
    'ocpp1.6': {
      action: 'BootNotification',
      // §6.3: chargeBoxSerialNumber is deprecated, and all some stations send.
      read: (payload) =>
        defined({
          vendor: payload.chargePointVendor,
          model: payload.chargePointModel,
          serialNumber: payload.chargePointSerialNumber ?? payload.chargeBoxSerialNumber,
          firmwareVersion: payload.firmwareVersion,
          iccid: payload.iccid,
          imsi: payload.imsi,
          meterType: payload.meterType,
          meterSerialNumber: payload.meterSerialNumber,
        }),
      write,
    },
    'ocpp2.0.1': generation2,
    'ocpp2.1': generation2,
  },
  async handle(facts, { station }, { stations }) {
    const verdict = await stations.boot(station.stationId, facts)
    const held = station.certificateExpired && verdict.registration === 'accepted'
    return held ? { ...verdict, registration: 'pending' } : verdict
  },
  registers: ({ registration }) => registration,
  make: (facts) => facts,
  // 2.0.1 B01.FR.11 and 12: a serial number other than the certificate's ends the connection.
  closes: ({ serialNumber }, { stationId, certificateName }) =>
    certificateName === undefined ||
    serialNumber === undefined ||
    certificateNames(certificateName, serialNumber) ||
    certificateNames(certificateName, stationId)
      ? undefined
      : 'the serial number is not the one of the client certificate',
} satisfies Action<BootFacts, BootVerdict>
