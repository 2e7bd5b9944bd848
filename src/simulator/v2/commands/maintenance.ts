import { applyForCertificate } from '../../certificates/renewal.ts'
import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'
import { CUSTOM_TRIGGER } from '../device-variable.ts'
import type { Version2 } from '../dialect.ts'
import { call, signCertificate, statusNotification } from '../messages.ts'
import { tellFirmwareStatus, tellLogStatus } from './files.ts'

/** 2.0.1 B11, B12, C11, F06 and P01. */
export function maintenanceCommands(version: Version2, body: StationBody) {
  const busy = () => body.evses.some((evse) => evse.transaction !== undefined)
  return {
    Reset({ type, evseId }) {
      // One processor runs all EVSEs, and it forgets its transactions when it restarts.
      if (evseId !== undefined || type === 'ImmediateAndResume') {
        return { response: { status: 'Rejected', statusInfo: { reasonCode: 'UnsupportedParam' } } }
      }
      if (type === 'Immediate') return { response: { status: 'Accepted' }, after: () => body.reset('hard') }
      return { response: { status: busy() ? 'Scheduled' : 'Accepted' }, after: () => body.reset('when-idle') }
    },
    ClearCache() {
      if (!body.settings.authorizationCache) return { response: { status: 'Rejected' } }
      return { response: { status: 'Accepted' }, after: () => body.tokenCache.clear() }
    },
    DataTransfer({ vendorId, messageId }) {
      if (vendorId !== body.hardware.vendor) return { response: { status: 'UnknownVendorId' } }
      return { response: { status: messageId === undefined ? 'Accepted' : 'UnknownMessageId' } }
    },
    TriggerMessage({ requestedMessage, customTrigger, evse: place }) {
      const evses = place === undefined ? body.evses : body.evses.filter(({ id }) => id === place.id)
      if (evses.length === 0) return { response: { status: 'Rejected' } }
      const accepted = (after: () => void) => ({ response: { status: 'Accepted' as const }, after })
      switch (requestedMessage) {
        case 'BootNotification':
          // F06.FR.17: not after it was accepted.
          if (body.registration === 'Accepted') return { response: { status: 'Rejected' } }
          return accepted(() => body.sendBoot('Triggered'))
        case 'Heartbeat':
          return accepted(() => body.send(call('Heartbeat', {}), true))
        case 'StatusNotification':
          return accepted(() => {
            for (const evse of evses) body.send(statusNotification(body, evse), true)
          })
        case 'MeterValues':
          return accepted(() => body.report(evses, 'Trigger'))
        case 'TransactionEvent':
          if (!evses.some((evse) => evse.transaction !== undefined)) return { response: { status: 'Rejected' } }
          return accepted(() => {
            for (const evse of evses) evse.report('Trigger', 'Trigger')
          })
        case 'FirmwareStatusNotification':
          return accepted(() => tellFirmwareStatus(body))
        case 'LogStatusNotification':
          return accepted(() => tellLogStatus(body))
        case 'SignChargingStationCertificate':
          return accepted(() =>
            applyForCertificate(body, ({ csr, requestId }) => signCertificate(version, csr, requestId)),
          )
        case 'CustomTrigger':
          if (version !== 'ocpp2.1' || customTrigger !== CUSTOM_TRIGGER) {
            return { response: { status: 'NotImplemented' } }
          }
          return accepted(() => {
            for (const evse of body.evses) body.send(statusNotification(body, evse), true)
          })
        default:
          return { response: { status: 'NotImplemented' } }
      }
    },
  } satisfies Commands
}
