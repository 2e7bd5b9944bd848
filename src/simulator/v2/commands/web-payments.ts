import type { StationBody } from '../../station/body.ts'
import type { Commands21 } from '../answers.ts'

/** 2.1 C25. */
export function webPaymentCommands(body: StationBody) {
  return {
    // C25.FR.22 and FR.27: nobody else begins there meanwhile.
    NotifyWebPaymentStarted({ evseId, timeout }) {
      body.trade.payments.held.set(evseId, body.nowMs() + timeout * 1000)
      return { response: {} }
    },
  } satisfies Commands21
}
