import type { JsonObject } from '#ocpp/rpc'
import { mendEach } from './mend-each.ts'
import { quirk } from './quirk.ts'

/** 2^63 - 1, as far as a number of JavaScript can tell: what these stations write for "none". */
const NO_TRANSACTION = 2 ** 63

/**
 * Alfen (NG910 and others): readings outside a transaction name one of 9223372036854775807; currents come without a measurand,
 * which makes them registers (1.6 §7.43), and the highest current on offer hides in the context.
 */
export const alfenMeterValues = quirk('ocpp1.6', {
  name: 'alfen-meter-values',
  concerns: ({ vendor = '' }) => /^alfen\b/i.test(vendor),
  requests: {
    MeterValues(payload) {
      const named = mendEach(payload, 'meterValue', mendMeterValue)
      if (payload.transactionId !== NO_TRANSACTION) return named
      const { transactionId: _, ...rest } = named ?? payload
      return rest
    },
    // -1 stands for a start that was never confirmed (errata 3.18), and is kept as such.
    StopTransaction: (payload) =>
      payload.transactionId === NO_TRANSACTION ? { ...payload, transactionId: -1 } : undefined,
  },
})

function mendMeterValue(meterValue: JsonObject): JsonObject | undefined {
  return mendEach(meterValue, 'sampledValue', mendSample)
}

function mendSample(sample: JsonObject): JsonObject | undefined {
  const { context, measurand, unit } = sample
  if (unit !== 'A' || measurand !== undefined) return undefined
  if (context === 'CurrentMax') return { ...sample, context: 'Sample.Periodic', measurand: 'Current.Offered' }
  return { ...sample, measurand: 'Current.Import' }
}
