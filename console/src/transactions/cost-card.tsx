import { useQuery } from '@tanstack/react-query'
import { transactionChargesQuery } from '../api/transactions.ts'
import type { Charge, Transaction } from '../api/types.ts'
import { money } from '../format/quantity.ts'
import { Card } from '../ui/card.tsx'
import { Facts } from '../ui/facts.tsx'
import { ErrorNotice } from '../ui/notice.tsx'

/** What a transaction costs and why; nothing where nobody counts it. */
export function CostCard({ transaction }: { transaction: Transaction }) {
  const { data: charges, error } = useQuery(transactionChargesQuery(transaction))
  const charge = charges?.[0]
  return charge === undefined ? <ErrorNotice error={error} /> : <Counted charge={charge} />
}

const partWords: Readonly<Record<Charge['parts'][number]['component'], string>> = {
  'fixed-fee': 'Start',
  'reservation-fee': 'Reservation',
  'reservation-time': 'Time reserved',
  energy: 'Energy',
  'charging-time': 'Time charging',
  'idle-time': 'Time connected without charging',
  minimum: 'Least that is due',
}

function Counted({ charge }: { charge: Charge }) {
  const { currency, totalExclTax, totalInclTax, parts, explanation, revision, isFinal } = charge
  const state = revision === 0 ? 'So far' : isFinal ? 'Final' : 'May still be corrected by what comes late'
  return (
    <Card title="Cost" note={`${state}, counted by the ${charge.countedBy}`}>
      <Facts
        of={[
          ...parts.map((part) => [partWords[part.component], money(part.inclTax, currency)] as const),
          ['Without taxes', money(totalExclTax, currency)],
          [
            'To be paid',
            <strong key="total" data-field="cost" className="font-semibold">
              {money(totalInclTax, currency)}
            </strong>,
          ],
        ]}
      />
      <ul aria-label="Why it costs that" className="mt-3 list-disc pl-5 text-[0.9rem] text-soft">
        {explanation.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Card>
  )
}
