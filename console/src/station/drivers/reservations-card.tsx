import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { ItemOf } from '../../api/ask.ts'
import { type Worded, wordFor } from '../../format/words.ts'
import { AskButton, CommandButton } from '../../resource/command-button.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import type { Column } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Filter } from '../../ui/filters.tsx'
import { Moment } from '../../ui/moment.tsx'
import type { StationPart } from '../station-part.ts'

type Reservation = ItemOf<'GET /reservations'>

const states: Readonly<Record<Reservation['state'], Worded>> = {
  asked: { label: 'Asked', tone: 'warn', meaning: 'The station has not answered; it may hold it.' },
  active: { label: 'Held', tone: 'busy', meaning: 'The station holds it for its driver.' },
  refused: { label: 'Refused', tone: 'bad', meaning: 'The station said no.' },
  used: { label: 'Used', tone: 'good', meaning: 'Its driver came and charged.' },
  cancelled: { label: 'Cancelled', tone: 'quiet', meaning: 'It was taken back.' },
  expired: { label: 'Expired', tone: 'quiet', meaning: 'Its driver did not come in time.' },
  removed: { label: 'Removed', tone: 'warn', meaning: 'The station gave it up.' },
  unused: { label: 'Unused', tone: 'quiet', meaning: 'Its driver came and did not charge.' },
}

const columns: readonly Column<Reservation>[] = [
  {
    title: 'Token',
    width: 'minmax(9rem,1.2fr)',
    cell: ({ token, groupId }) => (
      <>
        <span className="font-medium">{token}</span>
        {groupId !== undefined && <span className="ml-2 text-[0.9rem] text-faint">or group {groupId}</span>}
      </>
    ),
  },
  {
    title: 'Where',
    cell: ({ evseId, connectorType }) =>
      evseId === undefined ? `Any${connectorType === undefined ? '' : ` with ${connectorType}`}` : `EVSE ${evseId}`,
  },
  { title: 'Until', cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
  {
    title: 'State',
    cell: ({ state, status }) => {
      const { label, tone, meaning } = wordFor(states, state)
      return (
        <span className="flex flex-wrap items-center gap-2">
          <Badge tone={tone} title={meaning}>
            {label}
          </Badge>
          {state === 'refused' && <span className="text-[0.9rem] text-soft">{status}</span>}
        </span>
      )
    },
  },
  { title: 'Made', spare: true, cell: ({ createdAt }) => <Moment at={createdAt} /> },
]

const isRunning = ({ state }: Reservation): boolean => state === 'active' || state === 'asked'

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString()

/** What the station holds for somebody. */
export function ReservationsCard({ station, operator }: StationPart) {
  const [running, setRunning] = useState(true)
  return (
    <Card
      title="Reservations"
      flush
      actions={
        <>
          <Filter
            label="Which reservations"
            value={running ? '' : 'all'}
            onChange={(value) => setRunning(value === '')}
            choices={[
              { value: '', label: 'Held now' },
              { value: 'all', label: 'All' },
            ]}
          />
          {operator && (
            <CommandButton
              kind="reserve-now"
              label="Reserve"
              look="primary"
              icon={<Plus className="size-3.5" aria-hidden />}
              station={station}
              values={{ expiresAt: inAnHour() }}
            />
          )}
        </>
      }
    >
      <ResourceList
        label="Reservations"
        route="GET /reservations"
        request={{ query: { stationId: station.id, ...(running && { state: 'active' as const }) } }}
        keyOf={({ id }) => id}
        columns={columns}
        empty={
          <Empty small title={running ? 'Nothing is held' : 'No reservation yet'}>
            A reservation holds an EVSE for one token until a time.
          </Empty>
        }
        actions={
          operator
            ? (reservation) =>
                isRunning(reservation) && (
                  <>
                    <CommandButton
                      kind="reserve-now"
                      label="Change"
                      look="quiet"
                      station={station}
                      given={{ reservationId: reservation.id }}
                      values={changed(reservation)}
                    />
                    <AskButton
                      kind="cancel-reservation"
                      label="Cancel"
                      look="quiet"
                      station={station}
                      given={{ reservationId: reservation.id }}
                    />
                  </>
                )
            : undefined
        }
      />
    </Card>
  )
}

/** A reservation as its form begins when it is changed. */
function changed({ token, tokenKind, evseId, expiresAt, groupId }: Reservation) {
  return {
    token,
    tokenKind,
    expiresAt,
    ...(evseId === undefined ? {} : { evseId }),
    ...(groupId === undefined ? {} : { groupId }),
  }
}
