import { checkPayload } from '#ocpp/schemas'
import type { AddressType } from '#ocpp/v21'
import type { StationBody } from '../station/body.ts'
import { call21 } from './messages.ts'

/** What the CSMS says of a VAT number. */
export interface VatAnswer {
  readonly isValid: boolean
  readonly company?: AddressType
}

/**
 * The driver of the car at an EVSE wants a receipt for a company and types its VAT number at the terminal (2.1 C18.FR.08). One
 * that is good goes into the settlement (C21.FR.02), with the company it belongs to.
 *
 * @returns undefined when nobody can be asked: the station is away, or does not speak 2.1
 */
export function enterVatNumber(body: StationBody, vatNumber: string, evseId = 1): Promise<VatAnswer | undefined> {
  if (body.version !== 'ocpp2.1' || !body.online) return Promise.resolve(undefined)
  const { receipts } = body.trade.payments
  return new Promise((resolve) => {
    body.send(call21('VatNumberValidation', { vatNumber, evseId }), false, (outcome) => {
      const check =
        outcome.type === 'result'
          ? checkPayload('ocpp2.1', 'VatNumberValidation', 'response', outcome.payload)
          : undefined
      if (check === undefined || check.outcome === 'invalid') {
        resolve(undefined)
        return
      }
      const { status, company, evseId: answeredFor = evseId } = check.payload
      const isValid = status === 'Accepted'
      // C18.FR.10: the answer says whose receipt it is.
      if (isValid && body.evse(answeredFor) !== undefined) {
        receipts.set(answeredFor, { vatNumber, ...(company === undefined ? {} : { vatCompany: company }) })
      }
      resolve({ isValid, ...(company === undefined ? {} : { company }) })
    })
  })
}
