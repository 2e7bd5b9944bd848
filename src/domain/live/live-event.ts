import { type Bus, subjectWord } from '#kernel'

/**
 * What changed just now, for consoles and feeds: a hint and the few numbers worth drawing at once, not a record. Words
 * of other nouns (a connector's status, a command's kind and state) are theirs; here they are text, because those nouns
 * tell their changes through this one.
 */
export type LiveEvent =
  | { readonly kind: 'station-connected' | 'station-disconnected' | 'station-changed' }
  | {
      readonly kind: 'status'
      readonly evseId: number
      readonly connectorId: number
      readonly status: string
      readonly errorCode?: string
    }
  | {
      readonly kind: 'transaction'
      readonly transactionId: string
      readonly reference: string
      readonly status: 'active' | 'ended'
      readonly evseId?: number
      readonly energyWh: number
      readonly powerW?: number
      readonly stateOfCharge?: number
    }
  | {
      readonly kind: 'message'
      readonly direction: 'in' | 'out'
      readonly frameKind: string
      readonly action?: string
      readonly messageId?: string
      readonly frame: string
      readonly note?: string
    }
  | {
      readonly kind: 'command'
      readonly commandId: string
      readonly commandKind: string
      readonly state: string
      readonly status?: string
    }
  | {
      readonly kind: 'configuration-drift'
      /** How many variables are not as wanted, and of how many that is not known. */
      readonly differs: number
      readonly untold: number
    }
  | { readonly kind: 'station-event'; readonly eventKind: string; readonly type: string; readonly severity?: number }
  | { readonly kind: 'firmware-update'; readonly updateId: string; readonly status: string; readonly outcome: string }
  | {
      readonly kind: 'campaign'
      readonly campaignId: string
      readonly campaignKind: string
      readonly state: string
      /** How many of its stations are in each state, this one counted. */
      readonly waiting: number
      readonly ordered: number
      readonly succeeded: number
      readonly failed: number
      readonly skipped: number
      /** Stations that have to be rebooted before some value counts. */
      readonly rebootsRequired: number
    }
  | {
      readonly kind: 'station-log'
      readonly logId: string
      readonly status: string
      readonly outcome: string
      /** The file is here. */
      readonly received: boolean
    }
  | {
      readonly kind: 'alert'
      readonly alertId: string
      readonly cause: string
      readonly severity: number
      /** What became of it: opened, repeated, acknowledged, closed. */
      readonly step: string
    }

/** Where an event is from; `at` is ISO 8601. */
export type LiveEnvelope = LiveEvent & {
  readonly version: 1
  readonly partyId: string
  readonly stationId: string
  readonly at: string
}

/** `live.<party>.<station>.<kind>`: so that one station, one party or everything can be followed. */
export function liveSubject(partyId: string, stationId: string, kind: LiveEvent['kind'] | '*'): string {
  return `live.${subjectWord(partyId)}.${subjectWord(stationId)}.${kind}`
}

/** Tells whoever follows; costs next to nothing when nobody does. */
export function publishLive(bus: Bus, partyId: string, stationId: string, at: Date, event: LiveEvent): void {
  const subject = liveSubject(partyId, stationId, event.kind)
  if (!bus.hasSubscribers(subject)) return
  bus.publish(subject, { ...event, version: 1, partyId, stationId, at: at.toISOString() })
}
