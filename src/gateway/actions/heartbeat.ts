import type { Action } from './action.ts'

const codec = {
  action: 'Heartbeat',
  read: () => undefined,
  write: (now: Date) => ({ currentTime: now.toISOString() }),
} as const

/** Heartbeat: 1.6 §4.6 · 2.x G02. */
export const heartbeat = {
  versions: { 'ocpp1.6': codec, 'ocpp2.0.1': codec, 'ocpp2.1': codec },
  handle: (_, { receivedAt }) => receivedAt,
} satisfies Action<undefined, Date>
