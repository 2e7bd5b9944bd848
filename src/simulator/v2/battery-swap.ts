import type { BatteryDataType } from '#ocpp/v21'
import type { StationBody } from '../station/body.ts'
import type { Token } from '../station/transaction.ts'
import { call21, writeIdToken21 } from './messages.ts'

/** A driver puts a battery into a slot and takes a charged one: 2.1 S03. False when there is none to be had. */
export function swapBattery(body: StationBody, token: Token, returned: BatteryDataType): boolean {
  const { batteries } = body.trade
  const given = batteries.charged
  if (given === undefined) return false
  const { announced } = batteries
  const isAnnounced = announced?.token.value === token.value
  const requestId = isAnnounced ? announced.requestId : batteries.newRequestId()
  if (isAnnounced) batteries.announced = undefined
  const swap = { idToken: writeIdToken21(token), requestId }
  batteries.put(returned)
  body.send(call21('BatterySwap', { ...swap, eventType: 'BatteryIn', batteryData: [returned] }))
  tellSlot(body, returned.evseId, 'Occupied')
  batteries.take(given.evseId)
  body.send(call21('BatterySwap', { ...swap, eventType: 'BatteryOut', batteryData: [given] }))
  tellSlot(body, given.evseId, 'Available')
  return true
}

/** S03.FR.02 and FR.04. */
function tellSlot(body: StationBody, evseId: number, actualValue: 'Occupied' | 'Available'): void {
  const timestamp = body.stamp(body.nowMs())
  body.send(
    call21('NotifyEvent', {
      ...{ generatedAt: timestamp, seqNo: 0 },
      eventData: [
        {
          ...{ eventId: evseId, timestamp, trigger: 'Delta', actualValue },
          eventNotificationType: 'HardWiredNotification',
          component: { name: 'Connector', evse: { id: evseId, connectorId: 1 } },
          variable: { name: 'AvailabilityState' },
        },
      ],
    }),
  )
}
