import { parseTimestamp } from '#ocpp/schemas'
import type { StationBody } from '../../station/body.ts'
import type { Commands21 } from '../answers.ts'

/** Signals that wait for their time, at most, and how far ahead one may come. */
const SIGNALS = 50
const LONGEST_WAIT_MS = 86_400_000

/**
 * 2.1 Q08.FR.10 and 11: a signal counts from its time on, wherever a curve of signals rules then. Nothing for a station that
 * feeds no grid.
 */
export function frequencyCommands(body: StationBody): Commands21 {
  if (body.inverter === undefined) return {}
  let waiting: readonly number[] = []
  return {
    AFRRSignal({ timestamp, signal }) {
      const nowMs = body.nowMs()
      const atMs = Math.max(parseTimestamp(timestamp) ?? nowMs, nowMs)
      const isFollowed = body.evses.some((evse) => evse.transaction && body.profiles.followsSignals(evse, atMs))
      if (!isFollowed) return rejected('NoSignalWattCurve')
      waiting = waiting.filter((ms) => ms > nowMs)
      if (atMs - nowMs > LONGEST_WAIT_MS || waiting.length >= SIGNALS) return rejected('OutOfMemory')
      const after = () => {
        if (atMs === nowMs) return apply(body, signal)
        waiting = [...waiting, atMs]
        body.after(atMs - nowMs, () => apply(body, signal))
      }
      return { response: { status: 'Accepted' }, after }
    },
  }
}

function apply(body: StationBody, signal: number): void {
  for (const evse of body.evses) {
    if (!body.profiles.followsSignals(evse, body.nowMs())) continue
    // Its period may begin at this very moment.
    evse.regulate()
    body.frequency.signal(evse.id, signal)
    evse.regulate()
  }
}

function rejected(reasonCode: string) {
  return { response: { status: 'Rejected' as const, statusInfo: { reasonCode } } }
}
