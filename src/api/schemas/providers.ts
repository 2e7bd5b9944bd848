import { Type } from 'typebox'
import type { ProviderSettings } from '#domain/payments'
import { identifier, instant, text } from './fields.ts'
import { exactly, resource } from './resource.ts'

const content = {
  url: text(2000, 'Told by POST what to settle, signed with the secret'),
  pageUrl: Type.Optional(text(2000, 'Where drivers who scanned a code at a station enter how they pay')),
}

export const provider = resource<ProviderSettings>()(
  'PaymentProvider',
  exactly({ partyId: identifier(), ...content, changedAt: instant() }),
)

export const configuredProvider = resource<ProviderSettings & { readonly secret: string }>()(
  'ConfiguredPaymentProvider',
  exactly({
    ...{ partyId: identifier(), ...content, changedAt: instant() },
    secret: Type.String({ description: 'Shown this once' }),
  }),
)

export const providerChange = exactly(content)
