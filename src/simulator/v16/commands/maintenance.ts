import type { StationBody } from '../../station/body.ts'
import type { Commands } from '../answers.ts'
import { call, connectorStatus, stationStatus } from '../messages.ts'
import { tellFirmwareStatus, tellLogStatus } from './files.ts'

/** 1.6 §5.4, §5.5, §5.14 and §5.17. */
export function maintenanceCommands(body: StationBody) {
  return {
    Reset({ type }) {
      return { response: { status: 'Accepted' }, after: () => body.reset(type === 'Hard' ? 'hard' : 'soft') }
    },
    ClearCache() {
      if (!body.settings.authorizationCache) return { response: { status: 'Rejected' } }
      return { response: { status: 'Accepted' }, after: () => body.tokenCache.clear() }
    },
    // A simulated station has no vendor with extensions of its own.
    DataTransfer({ vendorId, messageId }) {
      if (vendorId !== body.hardware.vendor) return { response: { status: 'UnknownVendorId' } }
      return { response: messageId === undefined ? { status: 'Accepted' } : { status: 'UnknownMessageId' } }
    },
    TriggerMessage({ requestedMessage, connectorId }) {
      const evses = connectorId === undefined ? body.evses : body.evses.filter(({ id }) => id === connectorId)
      if (evses.length === 0 && connectorId !== 0) return { response: { status: 'Rejected' } }
      const accepted = (after: () => void) => ({ response: { status: 'Accepted' as const }, after })
      switch (requestedMessage) {
        case 'BootNotification':
          return accepted(() => body.sendBoot('Triggered'))
        case 'Heartbeat':
          return accepted(() => body.send(call('Heartbeat', {}), true))
        case 'StatusNotification':
          return accepted(() => {
            if (connectorId === undefined || connectorId === 0) body.send(stationStatus(body), true)
            for (const evse of evses) body.send(connectorStatus(body, evse), true)
          })
        case 'MeterValues':
          return accepted(() => body.report(evses, 'Trigger'))
        case 'FirmwareStatusNotification':
          return accepted(() => tellFirmwareStatus(body))
        case 'DiagnosticsStatusNotification':
          return accepted(() => tellLogStatus(body))
        default:
          return { response: { status: 'NotImplemented' } }
      }
    },
  } satisfies Commands
}
