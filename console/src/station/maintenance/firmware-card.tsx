import { useInfiniteQuery } from '@tanstack/react-query'
import { inWords } from '#json-schema'
import type { ItemOf } from '../../api/ask.ts'
import { outcomeWords } from '../../firmware/outcome-words.ts'
import { type Tone, wordFor } from '../../format/words.ts'
import { AskButton, CommandButton } from '../../resource/command-button.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import { listQuery } from '../../resource/resource-query.ts'
import type { Column } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import type { StationPart } from '../station-part.ts'
import { progressOf } from './firmware-progress.ts'

type Update = ItemOf<'GET /firmware-updates'>

const columns: readonly Column<Update>[] = [
  {
    title: 'Version',
    width: 'minmax(9rem,1fr)',
    cell: ({ version, formerVersion }) => (
      <>
        <span className="font-medium">{version}</span>
        {formerVersion !== undefined && <span className="ml-2 text-[0.9rem] text-faint">from {formerVersion}</span>}
      </>
    ),
  },
  { title: 'Progress', width: 'minmax(12rem,1.6fr)', cell: (update) => <Progress update={update} /> },
  {
    title: 'State',
    width: '8rem',
    cell: ({ outcome }) => {
      const { label, tone } = wordFor(outcomeWords, outcome)
      return <Badge tone={tone}>{label}</Badge>
    },
  },
  { title: 'Asked', spare: true, width: '9rem', cell: ({ requestedAt }) => <Moment at={requestedAt} /> },
]

const barLook: Readonly<Record<Tone, string>> = {
  good: 'bg-good',
  busy: 'bg-busy',
  warn: 'bg-warn',
  bad: 'bg-bad',
  quiet: 'bg-line-strong',
}

function Progress({ update }: { update: Update }) {
  const percent = progressOf(update)
  return (
    <span className="flex items-center gap-3">
      <span
        role="progressbar"
        aria-label={`Update to ${update.version}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1.5 w-24 shrink-0 overflow-hidden rounded-full bg-sunken"
      >
        <span
          className={`block h-full rounded-full transition-[width] ${barLook[wordFor(outcomeWords, update.outcome).tone]}`}
          style={{ width: `${percent}%` }}
        />
      </span>
      <span className="min-w-0">
        {inWords(update.status)}{' '}
        <span className="text-[0.86rem] text-faint">
          <Moment at={update.statusAt} />
        </span>
      </span>
    </span>
  )
}

/** The updates of a station, each with how far it is. */
export function FirmwareCard({ station, operator }: StationPart) {
  const { data } = useInfiniteQuery(listQuery('GET /firmware-images', { query: { limit: 200 } }))
  const images = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Card
      title="Firmware"
      note={station.firmwareVersion === undefined ? undefined : `It says it runs ${station.firmwareVersion}.`}
      flush
      actions={
        operator && (
          <>
            <AskButton
              kind="trigger"
              label="Ask how far it is"
              station={station}
              given={{ message: 'firmware-status' }}
            />
            <CommandButton
              kind="update-firmware"
              label="Update firmware"
              look="primary"
              station={station}
              choices={
                images.length === 0
                  ? {}
                  : {
                      imageId: images.map(({ id, version, vendor, model }) => ({
                        value: id,
                        label: `${version} · ${vendor}${model === undefined ? '' : ` ${model}`}`,
                      })),
                    }
              }
            />
          </>
        )
      }
    >
      <ResourceList
        label="Firmware updates"
        route="GET /firmware-updates"
        request={{ query: { stationId: station.id } }}
        keyOf={({ id }) => id}
        columns={columns}
        empty={
          <Empty small title="No update yet">
            An update that is asked for appears here and moves as the station tells.
          </Empty>
        }
        detail={({ steps }) => (steps.length === 0 ? undefined : <Steps steps={steps} />)}
      />
    </Card>
  )
}

function Steps({ steps }: { steps: Update['steps'] }) {
  return (
    <ol aria-label="Steps" className="grid w-fit grid-cols-[auto_auto] gap-x-6 gap-y-1">
      {steps.map(({ status, at }, nth) => (
        <li key={`${nth}|${status}`} className="contents">
          <span>{inWords(status)}</span>
          <span className="text-soft">
            <Moment at={at} seconds />
          </span>
        </li>
      ))}
    </ol>
  )
}
