import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../ui/page.tsx'
import { SearchTabs } from '../ui/search-tabs.tsx'
import { PaymentList } from './payment-list.tsx'
import { Providers } from './providers.tsx'
import { QrCodes } from './qr-codes.tsx'
import { SwapList } from './swap-list.tsx'

/** What drivers without a contract paid, and the batteries they swapped. */
export function PaymentsPage() {
  const { tab = 'payments', ...filter } = useSearch({ from: '/shell/payments' })
  const navigate = useNavigate({ from: '/payments' })
  return (
    <Page title="Payments" lead="Ad hoc payments: in the web, and at the terminals of stations.">
      <SearchTabs
        label="About payments"
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next }, replace: true })}
        tabs={[
          { tab: 'payments', label: 'Payments', panel: () => <PaymentList filter={filter} /> },
          { tab: 'provider', label: 'Provider', panel: () => <Providers /> },
          { tab: 'codes', label: 'QR codes', panel: () => <QrCodes /> },
          { tab: 'swaps', label: 'Battery swaps', panel: () => <SwapList /> },
        ]}
      />
    </Page>
  )
}
