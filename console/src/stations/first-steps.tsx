import { Copy } from '../ui/copy.tsx'
import { Empty } from '../ui/empty.tsx'
import { useOcppAddress } from './ocpp-address.ts'

/** What the list says before the first station: how to get one here. */
export function FirstSteps() {
  const address = useOcppAddress('MY-STATION')
  return (
    <Empty title="No station yet">
      <p>Add a station here, then enter this address in its own settings, with its identity at the end:</p>
      <div className="my-3 text-left text-ink">
        <Copy value={address} label="Copy the address" />
      </div>
      <p>
        It may speak OCPP 1.6, 2.0.1 or 2.1; it shows up here within a second of connecting. No station at hand? Run{' '}
        <code className="rounded bg-sunken px-1.5 py-0.5 font-mono text-[0.9rem] text-ink">
          npx chargewright simulate --stations 3
        </code>
      </p>
    </Empty>
  )
}
