import { createHmac } from 'node:crypto'
import type { Commands } from '#domain/commands'
import { requireStation } from '#domain/stations'
import { AppError, type Clock, known, newId } from '#kernel'
import type { Database } from '#storage'
import { isGoodCode } from './one-time-code.ts'
import { checkTemplate, readAddress } from './web-address.ts'
import type { WebPaymentChange, WebPayments } from './web-payment.ts'
import {
  findWebPayment,
  loadTemplates,
  loadWebPayment,
  type StoredWebPayment,
  saveWebPayment,
} from './web-payment-store.ts'

export interface WebPaymentsOptions {
  readonly database: Database
  readonly clock: Clock
  readonly commands: Commands
  /** Secrets of stations are made of it, and kept nowhere. */
  readonly secretKey: Uint8Array
}

/** The only version of the algorithm there is (2.1 WebPaymentsCtrlr.TOTPVersion). */
const CODE_VERSION = 'v1'
const LONGEST_URL = 2000

/** What stations show for payments in the web, and whether what somebody scanned there is good. */
export function createWebPayments({ database, clock, commands, secretKey }: WebPaymentsOptions): WebPayments {
  const secretOf = ({ stationId, turn }: Pick<StoredWebPayment, 'stationId' | 'turn'>) =>
    createHmac('sha256', secretKey).update(`web-payment ${turn} ${stationId}`).digest('base64url')

  return {
    async configure(scope, stationId, change) {
      checkChange(change)
      const { partyId } = await requireStation(database, scope, stationId)
      const turn = newId(clock.nowMs())
      const { requestedBy, requestedByName } = change
      const request = { variables: variables(change, secretOf({ stationId, turn })) }
      const asked = { stationId, kind: 'set-variables', requestedBy, request, ...known({ requestedByName }) } as const
      // A new secret that the station is not told would make every code it shows a wrong one.
      await commands.submit(scope, asked, (queries, commandId) =>
        saveWebPayment(queries, { stationId, partyId }, change, { turn, commandId }, new Date(clock.nowMs())),
      )
      return await loadWebPayment(database, scope, stationId)
    },
    get: (scope, stationId) => loadWebPayment(database, scope, stationId),
    async check(scope, url) {
      if (url.length > LONGEST_URL) return { status: 'refused', reason: 'unknown-address' }
      for (const template of await loadTemplates(database, scope)) {
        const address = readAddress(template, url)
        const found = address && (await findWebPayment(database, scope, address.stationId))
        if (address === undefined || found?.urlTemplate !== template) continue
        const { validityS, codeLength: length } = found
        const isGood = isGoodCode({ validityS, length, secret: secretOf(found) }, address.code, clock.nowMs())
        if (!isGood || address.version !== CODE_VERSION) return { status: 'refused', reason: 'wrong-code' }
        const { evseId, limits } = address
        return { status: 'good', stationId: found.stationId, partyId: found.partyId, limits, ...known({ evseId }) }
      }
      return { status: 'refused', reason: 'unknown-address' }
    },
  }
}

function variables({ urlTemplate, validityS, codeLength }: WebPaymentChange, secret: string) {
  const values = {
    URLTemplate: urlTemplate,
    TOTPVersion: CODE_VERSION,
    ValidityTime: String(validityS),
    Length: String(codeLength),
    SharedSecret: secret,
  }
  return Object.entries(values).map(([name, value]) => ({ component: 'WebPaymentsCtrlr', name, value }))
}

/** 2.1 WebPaymentsCtrlr: 6 to 3600 seconds, 6 characters or more; a hash has 32. */
function checkChange({ urlTemplate, validityS, codeLength }: WebPaymentChange): void {
  checkTemplate(urlTemplate)
  if (!Number.isInteger(validityS) || validityS < 6 || validityS > 3600) {
    throw new AppError('invalid', 'A code is good for 6 to 3600 seconds', { field: 'validityS' })
  }
  if (!Number.isInteger(codeLength) || codeLength < 6 || codeLength > 32) {
    throw new AppError('invalid', 'A code has 6 to 32 characters', { field: 'codeLength' })
  }
}
