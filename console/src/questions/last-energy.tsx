import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { lastEnergyQuery } from '../api/questions.ts'
import { Energy } from '../ui/amount.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/field.tsx'
import { Age } from '../ui/moment.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { StationPicker } from './station-picker.tsx'

/** The last known energy of a station and transaction, by what is on the wire. */
export function LastEnergy() {
  const [stationId, setStationId] = useState('')
  const [reference, setReference] = useState('')
  const wanted = useDeferredValue({ stationId: stationId.trim(), reference: reference.trim() })
  const { data, error } = useQuery(lastEnergyQuery(wanted.stationId, wanted.reference))
  return (
    <Card
      title="How much energy has a transaction delivered?"
      note="By the station and the transaction’s id, here or on the wire."
    >
      <div className="flex flex-col gap-4">
        <div className="grid gap-3 sm:grid-cols-2">
          <StationPicker value={stationId} onChange={setStationId} />
          <TextField label="Transaction" value={reference} onChange={(event) => setReference(event.target.value)} />
        </div>
        <ErrorNotice error={error} />
        {data && (
          <p>
            <Link
              to="/transactions/$transactionId"
              params={{ transactionId: data.transactionId }}
              className="text-[1.5rem] font-semibold hover:text-accent"
            >
              <Energy wattHours={data.energyWh} />
            </Link>
            <span className="block text-soft">
              {data.status === 'active' ? 'still running, last heard of' : 'ended'} <Age at={data.at} />
            </span>
          </p>
        )}
      </div>
    </Card>
  )
}
