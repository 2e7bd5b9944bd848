import { Link } from '@tanstack/react-router'
import type { Running } from '../api/transactions.ts'
import type { Connector, Station } from '../api/types.ts'
import { connectorWords, wordFor } from '../format/words.ts'
import { ConnectorDot } from '../stations/connector-dots.tsx'
import { evsesOf } from '../stations/health.ts'
import { useLoads } from '../stations/running-by-station.ts'
import { Energy, Percent, Power } from '../ui/amount.tsx'
import { Age } from '../ui/moment.tsx'
import { toneText } from '../ui/tone.ts'

/** Each EVSE with its connectors, and what it delivers. */
export function EvseCards({ station }: { station: Station }) {
  const running = useLoads().get(station.id)?.transactions ?? []
  return (
    <ul aria-label="EVSEs" className="grid gap-4 sm:grid-cols-2 2xl:grid-cols-3">
      {evsesOf(station).map(({ evseId, connectors }) => (
        <li key={evseId} className="card flex flex-col gap-3 p-4">
          <h2 className="font-semibold">{evseId === 0 ? 'Station as a whole' : `EVSE ${evseId}`}</h2>
          {connectors.map((connector) => (
            <ConnectorLine key={connector.connectorId} connector={connector} />
          ))}
          {running
            .filter((transaction) => transaction.evseId === evseId)
            .map((transaction) => (
              <RunningLine key={transaction.transactionId} transaction={transaction} />
            ))}
        </li>
      ))}
    </ul>
  )
}

function ConnectorLine({ connector }: { connector: Connector }) {
  const { connectorId, status, errorCode, vendorErrorCode, info, statusAt } = connector
  const words = wordFor(connectorWords, status)
  const error = [errorCode, vendorErrorCode, info]
    .filter((part) => part !== undefined && part !== 'NoError')
    .join(' · ')
  return (
    <div className="flex items-start justify-between gap-3">
      <span className="flex min-w-0 items-baseline gap-2.5">
        <ConnectorDot status={status} />
        <span>
          <span className={`font-medium ${toneText[words.tone]}`}>{words.label}</span>
          <span className="ml-2 text-[0.9rem] text-faint">connector {connectorId}</span>
          {error !== '' && <span className="block text-[0.9rem] text-bad">{error}</span>}
        </span>
      </span>
      <span className="text-[0.9rem] text-faint">
        <Age at={statusAt} />
      </span>
    </div>
  )
}

function RunningLine({ transaction }: { transaction: Running }) {
  const { transactionId, powerW, energyWh, stateOfCharge } = transaction
  return (
    <Link
      to="/transactions/$transactionId"
      params={{ transactionId }}
      data-transaction={transactionId}
      className="-mx-1.5 mt-auto grid grid-cols-3 gap-2 rounded-lg border border-line bg-canvas px-3 py-2.5 hover:border-line-strong"
    >
      <span>
        <span className="block text-[0.86rem] text-soft">Power</span>
        <span data-field="power" className="text-[1.15rem] font-semibold">
          <Power watts={powerW} />
        </span>
      </span>
      <span>
        <span className="block text-[0.86rem] text-soft">Energy</span>
        <span className="text-[1.15rem] font-semibold">
          <Energy wattHours={energyWh} />
        </span>
      </span>
      <span>
        <span className="block text-[0.86rem] text-soft">Battery</span>
        <span className="text-[1.15rem] font-semibold">
          <Percent value={stateOfCharge} />
        </span>
      </span>
    </Link>
  )
}
