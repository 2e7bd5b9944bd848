import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { locationsQuery } from '../api/locations.ts'
import { stationReadingsQuery } from '../api/transactions.ts'
import type { Station } from '../api/types.ts'
import { nameFor, profileWords, protocolWord, refusalReasons } from '../format/words.ts'
import { powerByEvse } from '../plot/columns.ts'
import { type Line, Plot } from '../plot/plot.tsx'
import { useOcppAddress } from '../stations/ocpp-address.ts'
import { Card } from '../ui/card.tsx'
import { Copy } from '../ui/copy.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { Facts } from '../ui/facts.tsx'
import { Age, Moment } from '../ui/moment.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { EvseCards } from './evse-cards.tsx'

export function Overview({ station }: { station: Station }) {
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[1fr_22rem]">
      <div className="flex min-w-0 flex-col gap-5">
        {station.connectors.length === 0 ? <NothingReported station={station} /> : <EvseCards station={station} />}
        <PowerCard station={station} />
      </div>
      <FactsCard station={station} />
    </div>
  )
}

function NothingReported({ station }: { station: Station }) {
  const address = useOcppAddress(station.id)
  return (
    <Card>
      <Empty title="It has not reported its connectors yet">
        <p>They appear with its first status notification. It connects to</p>
        <div className="mt-3 text-left text-ink">
          <Copy value={address} label="Copy the address" />
        </div>
      </Empty>
    </Card>
  )
}

const HOURS = 6
const colours = ['busy', 'accent', 'warn', 'bad']

function PowerCard({ station }: { station: Station }) {
  // The beginning stays where it was when the page was opened: what comes after is added as it happens.
  const [from] = useState(() => new Date(Math.floor(Date.now() / 60_000) * 60_000 - HOURS * 3_600_000).toISOString())
  const { data: readings, error } = useQuery(stationReadingsQuery(station.id, from))
  const { evses, columns } = useMemo(() => powerByEvse(readings ?? []), [readings])
  const lines = evses.map(
    (evseId, index): Line => ({
      label: evseId === 0 ? 'Station' : `EVSE ${evseId}`,
      colour: colours[index % colours.length] ?? 'busy',
      unit: 'kW',
      digits: 1,
      filled: evses.length === 1,
    }),
  )
  return (
    <Card title="Power" note={`The last ${HOURS} hours, then as it happens.`}>
      <ErrorNotice error={error} />
      {readings === undefined && !error && <Loading what="Loading the readings" />}
      {readings !== undefined && evses.length === 0 && (
        <Empty title="No power reading yet">
          The station sends readings during a transaction, as its sampled meter values are set.
        </Empty>
      )}
      {evses.length > 0 && (
        <Plot label={`Power of ${station.id} over time`} lines={lines} columns={columns} height={220} />
      )}
    </Card>
  )
}

function refusedWords({ at, reason, remoteAddress }: NonNullable<Station['refusal']>) {
  return (
    <>
      <Age at={at} />, {refusalReasons[reason] ?? reason}
      {remoteAddress && ` (from ${remoteAddress})`}
    </>
  )
}

function FactsCard({ station }: { station: Station }) {
  const { data: locations = [] } = useQuery(locationsQuery)
  const location = locations.find(({ id }) => id === station.locationId)
  const { presence } = station
  return (
    <Card title="About it">
      <Facts
        of={[
          ['Identity', station.id],
          ['Location', location?.name],
          ['Vendor', station.vendor],
          ['Model', station.model],
          ['Serial number', station.serialNumber],
          ['Certificate', station.certificateName],
          ['Firmware', station.firmwareVersion],
          ['Protocol', station.protocol && protocolWord(station.protocol)],
          ['Security', nameFor(profileWords, presence.securityProfile ?? station.securityProfile)],
          ...(station.refusal === undefined ? [] : ([['Refused', refusedWords(station.refusal)]] as const)),
          ['Registration', station.registration],
          [
            'Booted',
            station.bootedAt && (
              <>
                <Moment at={station.bootedAt} />
                {station.bootReason && ` (${station.bootReason})`}
              </>
            ),
          ],
          presence.connected
            ? ['Connected', <Age key="since" at={presence.connectedAt} />]
            : ['Disconnected', <Age key="since" at={presence.disconnectedAt} />],
          ['Address', presence.remoteAddress],
          [
            'Connections',
            <span key="count" className="num">
              {presence.connectionCount}
            </span>,
          ],
          [
            'Deviations',
            <span key="count" className="num">
              {presence.deviationCount}
            </span>,
          ],
        ]}
      />
    </Card>
  )
}
