import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { may } from '../api/session.ts'
import { acceptStation, refuseStation, waitingQuery } from '../api/stations.ts'
import type { Principal, Station } from '../api/types.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Age } from '../ui/moment.tsx'
import { ErrorNotice } from '../ui/notice.tsx'

/** Stations that have knocked and nobody has let in yet; nothing at all when there are none. */
export function WaitingList({ principal }: { principal: Principal }) {
  const { data: waiting = [] } = useQuery(waitingQuery)
  const client = useQueryClient()
  const decide = useMutation({
    mutationFn: ({ station, accept }: { station: Station; accept: boolean }) =>
      accept ? acceptStation(station.id) : refuseStation(station.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['stations'] }),
  })
  if (waiting.length === 0) return null
  return (
    <Card title="Waiting to be let in" note="They have connected with an identity that nobody has entered here.">
      <ErrorNotice error={decide.error} />
      <ul className="divide-y divide-line">
        {waiting.map((station) => (
          <li key={station.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
            <div>
              <p className="font-medium">{station.id}</p>
              <p className="text-[0.9rem] text-faint">
                {[station.vendor, station.model].filter(Boolean).join(' ') || 'Has not said what it is'} · from{' '}
                {station.presence.remoteAddress ?? 'an unknown address'} · <Age at={station.presence.lastSeenAt} />
              </p>
            </div>
            {may(principal, 'operator', station.partyId) && (
              <div className="flex gap-2">
                <Button
                  small
                  look="quiet"
                  busy={decide.isPending}
                  onClick={() => decide.mutate({ station, accept: false })}
                >
                  Refuse
                </Button>
                <Button
                  small
                  look="primary"
                  busy={decide.isPending}
                  onClick={() => decide.mutate({ station, accept: true })}
                >
                  Accept
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
