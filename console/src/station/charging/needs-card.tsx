import { useQuery } from '@tanstack/react-query'
import { inWords } from '#json-schema'
import type { AnswerOf, ItemOf } from '../../api/ask.ts'
import type { JsonFields } from '../../commands/request-form.tsx'
import { ValueView } from '../../commands/value-view.tsx'
import { nameFor } from '../../format/words.ts'
import { RequestButton } from '../../resource/request-button.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import { oneQuery } from '../../resource/resource-query.ts'
import type { Column } from '../../resource/resource-table.tsx'
import { Energy } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import type { StationPart } from '../station-part.ts'
import { placeOf } from './place-of.ts'

type Needs = ItemOf<'GET /stations/{id}/charging-needs'>

const columns: readonly Column<Needs>[] = [
  { title: 'Where', cell: ({ evseId }) => <span className="font-medium">{placeOf(evseId)}</span> },
  {
    title: 'Energy',
    cell: ({ needs: { energyWh } }) => <Energy wattHours={energyWh === undefined ? undefined : Number(energyWh)} />,
  },
  { title: 'Leaves', cell: ({ needs: { departureAt } }) => <Moment at={departureAt} /> },
  { title: 'Answer', cell: ({ answer }) => <Badge>{inWords(answer)}</Badge> },
  { title: 'Told', spare: true, cell: ({ neededAt }) => <Moment at={neededAt} /> },
]

/** What the vehicles that charge now have told they need, and how that is answered (OCPP 2.x). */
export function NeedsCard({ station, operator }: StationPart) {
  const params = { id: station.id }
  const { data: rule } = useQuery(oneQuery('GET /stations/{id}/charging-needs-rule', { params }))
  return (
    <Card
      title="What vehicles need"
      note={rule && `Answered ${nameFor(answered, rule.decides)}.`}
      flush
      actions={
        operator &&
        rule && (
          <RequestButton
            label="How it is answered"
            verb="Save"
            route="PUT /stations/{id}/charging-needs-rule"
            params={params}
            values={valuesOf(rule)}
            makesOld={['GET /stations/{id}/charging-needs-rule']}
          />
        )
      }
    >
      <ResourceList
        label="What vehicles need"
        route="GET /stations/{id}/charging-needs"
        request={{ params }}
        keyOf={({ evseId, transactionReference }) => `${evseId}|${transactionReference}`}
        columns={columns}
        empty={<Empty small title="No vehicle has told its needs" />}
        detail={({ needs: told, vehicleSchedule }) => (
          <ValueView of={{ ...told, ...(vehicleSchedule && { vehicleSchedule }) }} />
        )}
      />
    </Card>
  )
}

type Rule = AnswerOf<'GET /stations/{id}/charging-needs-rule'>

const answered: Readonly<Record<Rule['decides'], string>> = {
  never: 'never: the station goes by its defaults',
  automatically: 'automatically, with a profile made of them',
  'by-hand': 'by hand: somebody sends a profile',
}

function valuesOf({ stationId: _, decides, maxPowerW, pace, transfers }: Rule): JsonFields {
  return {
    decides,
    ...(maxPowerW === undefined ? {} : { maxPowerW }),
    ...(pace === undefined ? {} : { pace }),
    ...(transfers === undefined ? {} : { transfers }),
  }
}
