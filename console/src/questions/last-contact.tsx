import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { lastContactQuery } from '../api/questions.ts'
import { Card } from '../ui/card.tsx'
import { Age, Moment } from '../ui/moment.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { StationPicker } from './station-picker.tsx'

export function LastContact() {
  const [stationId, setStationId] = useState('')
  const { data, error } = useQuery(lastContactQuery(useDeferredValue(stationId.trim())))
  return (
    <Card title="When was a station last in contact?" note="Any message counts, and any pong.">
      <div className="flex flex-col gap-4">
        <StationPicker value={stationId} onChange={setStationId} />
        <ErrorNotice error={error} />
        {data && (
          <p>
            <span className="text-[1.5rem] font-semibold">
              <Age at={data.lastSeenAt} />
            </span>
            <span className="block text-soft">
              {data.lastSeenAt && (
                <>
                  at <Moment at={data.lastSeenAt} seconds />,{' '}
                </>
              )}
              {data.connected ? 'connected now' : 'not connected now'}
            </span>
          </p>
        )}
      </div>
    </Card>
  )
}
