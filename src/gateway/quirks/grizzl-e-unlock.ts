import { isGrizzlE } from './grizzl-e.ts'
import { quirk } from './quirk.ts'

/** Grizzl-E: UnlockConnector is answered with Accepted, which is none of the answers (1.6 §7.46). */
export const grizzlEUnlock = quirk('ocpp1.6', {
  name: 'grizzl-e-unlock',
  concerns: isGrizzlE,
  replies: {
    UnlockConnector: (payload) => (payload.status === 'Accepted' ? { ...payload, status: 'Unlocked' } : undefined),
  },
})
