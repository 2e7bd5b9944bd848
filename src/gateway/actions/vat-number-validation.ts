import type { VatVerdict } from '#domain/payments'
import type { Action } from './action.ts'
import { defined } from './defined.ts'

interface Asked {
  readonly vatNumber: string
  readonly evseId?: number
}

/** VatNumberValidation: 2.1 C18.FR.08 to FR.10. */
export const vatNumberValidation = {
  versions: {
    'ocpp2.1': {
      action: 'VatNumberValidation',
      read: ({ vatNumber, evseId }): Asked => defined({ vatNumber, evseId }),
      write: ({ vatNumber, evseId, isValid, company, doubt }) =>
        defined({
          ...{ vatNumber, evseId, company },
          status: isValid ? ('Accepted' as const) : ('Rejected' as const),
          statusInfo: doubt && { reasonCode: 'Unspecified', additionalInfo: doubt },
        }),
    },
  },
  handle: async (asked, _, { payments }) => ({ ...asked, ...(await payments.validateVat(asked.vatNumber)) }),
} satisfies Action<Asked, Asked & VatVerdict>
