import type { Bus, Subscription } from '#kernel'

/** One subject for all stations: a wildcard would be matched against every message anybody tells. */
const SUBJECT = 'station-alarming'

/** Tells that what was just stored of a station may be worth an alert, so that somebody looks at once. */
export function publishAlarming(bus: Bus): void {
  if (bus.hasSubscribers(SUBJECT)) bus.publish(SUBJECT, { version: 1 })
}

/** Hears that there may be something worth an alert, on whichever node it was stored. */
export function followAlarming(bus: Bus, handle: () => void): Subscription {
  return bus.subscribe(SUBJECT, () => handle())
}
