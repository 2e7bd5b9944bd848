import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { AnswerOf } from '../../api/ask.ts'
import type { Station } from '../../api/types.ts'
import { type Line, Plot } from '../../plot/plot.tsx'
import { nextStep, scheduleColumns } from '../../plot/schedule-columns.ts'
import { AskButton } from '../../resource/command-button.tsx'
import { oneQuery } from '../../resource/resource-query.ts'
import { Card } from '../../ui/card.tsx'
import { Empty, Loading } from '../../ui/empty.tsx'
import { Filter } from '../../ui/filters.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { useNow } from '../../ui/now.ts'
import type { StationPart } from '../station-part.ts'
import { placeOf } from './place-of.ts'

type Schedules = AnswerOf<'GET /stations/{id}/charging-schedule'>

const UNITS = ['A', 'W'] as const
type Unit = (typeof UNITS)[number]
const SPANS = [
  { value: '21600', label: '6 hours' },
  { value: '86400', label: 'A day' },
  { value: '259200', label: '3 days' },
]

/** What may flow over the next while, all profiles and limits laid on each other; beside it what the station told. */
export function ScheduleCard({ station, operator }: StationPart) {
  const [evseId, setEvseId] = useState(firstEvse(station))
  const [durationS, setDurationS] = useState('86400')
  const [rateUnit, setRateUnit] = useState<Unit>('A')
  const query = { evseId, durationS: Number(durationS), rateUnit }
  const { data, error, refetch } = useQuery(
    oneQuery('GET /stations/{id}/charging-schedule', { params: { id: station.id }, query }),
  )
  return (
    <Card
      title="What may flow"
      note="Profiles and limits laid on each other: the lowest of what each purpose allows."
      actions={
        <>
          <Filter
            label="EVSE"
            value={String(evseId)}
            onChange={(value) => setEvseId(Number(value))}
            choices={evsesOf(station).map((each) => ({ value: String(each), label: placeOf(each) }))}
          />
          <Filter label="How far ahead" value={durationS} onChange={setDurationS} choices={SPANS} />
          <Filter
            label="Unit"
            value={rateUnit}
            onChange={(value) => setRateUnit(UNITS.find((unit) => unit === value) ?? 'A')}
            choices={UNITS.map((value) => ({ value, label: value === 'A' ? 'Amperes' : 'Watts' }))}
          />
          {operator && (
            <AskButton kind="get-composite-schedule" label="Ask the station" station={station} given={query} />
          )}
        </>
      }
    >
      {error ? <ErrorNotice error={error} retry={() => void refetch()} /> : data ? <Drawn of={data} /> : <Loading />}
    </Card>
  )
}

function Drawn({ of: { calculated, told, stationId } }: { of: Schedules }) {
  const isLimited = calculated.periods.some(({ limit }) => limit !== undefined)
  const toldHere = told !== undefined && told.rateUnit === calculated.rateUnit ? told : undefined
  const columns = useMemo(
    () => scheduleColumns(toldHere === undefined ? [calculated] : [calculated, toldHere], calculated.startAt),
    [calculated, toldHere],
  )
  if (!isLimited && toldHere === undefined) {
    return (
      <Empty title="Nothing limits it">
        No profile and no limit is known here: the station gives what it can. A profile that is set shows up at once.
      </Empty>
    )
  }
  const unit = calculated.rateUnit
  const digits = unit === 'A' ? 1 : 0
  const line = (label: string, colour: string): Line => ({ label, colour, unit, digits, steps: true })
  const lines: Line[] = [
    { ...line('Should hold', 'busy'), filled: true },
    ...(toldHere === undefined ? [] : [{ ...line('Told by the station', 'warn'), dashed: true }]),
  ]
  return (
    <>
      <Plot
        label={`What may flow at ${stationId} over time`}
        lines={lines}
        columns={columns}
        height={230}
        rest="first"
      />
      <Said of={calculated} told={told} />
    </>
  )
}

/** The plot in words: until when it stays as it is, and how old the station's own word is. */
function Said({ of, told }: { of: Schedules['calculated']; told: Schedules['told'] }) {
  const next = nextStep(of, useNow())
  return (
    <p className="mt-2 text-[0.9rem] text-soft">
      {next === undefined ? (
        'It stays so all the time shown.'
      ) : (
        <>
          From <Moment at={next.at} /> on: {next.limit === undefined ? 'no limit' : `${next.limit} ${of.rateUnit}`}.
        </>
      )}
      {of.shortened && ' It changes too often to be calculated for longer.'}
      {told !== undefined && (
        <>
          {' '}
          The station told its own schedule <Moment at={told.toldAt} />
          {told.rateUnit !== of.rateUnit && `, in ${told.rateUnit}`}.
        </>
      )}
    </p>
  )
}

function evsesOf({ connectors }: Station): readonly number[] {
  return [...new Set([0, ...connectors.map(({ evseId }) => evseId)])].toSorted((a, b) => a - b)
}

const firstEvse = (station: Station): number => evsesOf(station).find((evseId) => evseId !== 0) ?? 0
