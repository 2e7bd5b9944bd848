import { createHmac } from 'node:crypto'

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The QR code a station of 2.1 shows for payments in the web, and what was set for it: C25, WebPaymentsCtrlr. */
export class QrDisplay {
  template = ''
  validityS = 60
  length = 8
  /** Write-only for whoever asks. */
  secret = ''

  /** C25.FR.50 to FR.58; the query as the driver has chosen. */
  address(stationId: string, evseId: number, nowMs: number, query = ''): string {
    const address = this.template
      .replace('{chargingstationid}', encodeURIComponent(stationId))
      .replace('{evse}', String(evseId))
      .replace('{totp}', this.#code(nowMs))
      .replace('{version}', 'v1')
    return query === '' ? address : `${address}/?${query}`
  }

  #code(nowMs: number): string {
    const interval = Buffer.alloc(8)
    interval.writeBigUInt64BE(BigInt(Math.floor(nowMs / 1000 / this.validityS)))
    const hash = createHmac('sha256', this.secret).update(interval).digest()
    const offset = hash.readUInt8(31) & 15
    let code = ''
    for (let i = 0; i < this.length; i += 1) code += ALPHABET.charAt(hash.readUInt8((offset + i) % 32) % 62)
    return code
  }
}
