import type { X509Certificate } from 'node:crypto'
import type { Timer } from '#kernel'
import type { JsonObject } from '#ocpp/rpc'
import { checkPayload } from '#ocpp/schemas'
import { nameAll, responderOf } from '../../plug-and-charge/certificate-chain.ts'
import { type Secc, WEEK_MS } from '../../plug-and-charge/secc.ts'
import type { StationBody } from '../../station/body.ts'
import type { Part } from '../../station/part.ts'
import { call } from '../messages.ts'
import { ask } from './ask.ts'
import { rootsOf } from './roots.ts'

const HOUR_MS = 3_600_000
/** A day before what it was told is a week old. */
const REFRESH_MS = WEEK_MS - 24 * HOUR_MS

/**
 * Has the CSMS ask about each certificate of the station's V2G chain, and keeps what the responder says for the cars to come:
 * there is no time for it in a handshake (2.x M06.FR.06, 07 and 10).
 */
export class StapleKeeper implements Part {
  readonly #body: StationBody
  readonly #secc: Secc
  #timer: Timer | undefined
  #isAsking = false

  constructor(body: StationBody, secc: Secc) {
    this.#body = body
    this.#secc = secc
    // M06.FR.07.
    secc.renewed = () => void this.refresh()
  }

  online(): void {
    void this.refresh()
  }

  stopped(): void {
    this.#timer?.cancel()
  }

  /** Asks about what it was never told of, or long ago; again in an hour where nobody could say. */
  async refresh(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    this.#timer?.cancel()
    const { chain } = this.#secc
    let isComplete = true
    for (const { certificate, hashData } of nameAll(chain, rootsOf(this.#body))) {
      const responderURL = responderOf(certificate)
      if (responderURL === undefined || this.#isFresh(certificate)) continue
      const outcome = await ask(
        this.#body,
        call('GetCertificateStatus', { ocspRequestData: { ...hashData, responderURL } }),
      )
      const response = outcome.type === 'result' ? readResponse(outcome.payload) : undefined
      if (response === undefined || !this.#secc.keep(certificate, response, this.#body.nowMs())) isComplete = false
    }
    this.#isAsking = false
    if (this.#secc.chain !== chain) await this.refresh()
    else this.#timer = this.#body.after(isComplete ? REFRESH_MS : HOUR_MS, () => void this.refresh())
  }

  #isFresh(certificate: X509Certificate): boolean {
    const nowMs = this.#body.nowMs()
    const toldMs = this.#secc.toldAtMs(certificate)
    return toldMs !== undefined && toldMs + REFRESH_MS > nowMs && this.#secc.staple(certificate, nowMs) !== undefined
  }
}

function readResponse(payload: JsonObject): string | undefined {
  const check = checkPayload('ocpp2.1', 'GetCertificateStatus', 'response', payload)
  return check.outcome !== 'invalid' && check.payload.status === 'Accepted' ? check.payload.ocspResult : undefined
}
