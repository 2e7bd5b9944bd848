import { parseTimestamp } from '#ocpp/schemas'
import type * as v16 from '#ocpp/v16'
import type { StationBody } from '../station/body.ts'
import type { Message, Verdict } from '../station/dialect.ts'
import type { Evse } from '../station/evse.ts'

/** A request of this version; the compiler holds its payload against the generated type. */
export function call<A extends v16.StationAction>(action: A, payload: v16.Actions[A]['request']): Message {
  return { action, payload }
}

export function readIdTagInfo(info: v16.IdTagInfo): Verdict {
  const expiresMs = info.expiryDate === undefined ? undefined : parseTimestamp(info.expiryDate)
  return {
    accepted: info.status === 'Accepted',
    status: info.status,
    ...(info.parentIdTag === undefined ? {} : { group: info.parentIdTag }),
    ...(expiresMs === undefined ? {} : { expiresMs }),
  }
}

/** 1.6 §4.9, connector 0: Available, Unavailable or Faulted and nothing else. */
export function stationStatus(body: StationBody): Message {
  const inService = body.evses.some((evse) => evse.operative)
  return call('StatusNotification', {
    connectorId: 0,
    errorCode: 'NoError',
    status: inService ? 'Available' : 'Unavailable',
    timestamp: body.stamp(body.nowMs()),
  })
}

export function connectorStatus(body: StationBody, evse: Evse): Message {
  return call('StatusNotification', {
    connectorId: evse.id,
    errorCode: evse.fault ?? 'NoError',
    status: evse.status,
    timestamp: body.stamp(body.nowMs()),
  })
}

export function bootNotification({ id, hardware, upkeep }: StationBody): Message {
  return call('BootNotification', {
    chargePointVendor: hardware.vendor.slice(0, 20),
    chargePointModel: hardware.model.slice(0, 20),
    chargePointSerialNumber: id.slice(0, 25),
    firmwareVersion: upkeep.firmware.version,
    meterType: 'internal',
  })
}
