import { Download } from 'lucide-react'
import { inWords } from '#json-schema'
import { type ItemOf, pathOf } from '../../api/ask.ts'
import { API } from '../../api/client.ts'
import { bytes, text } from '../../format/quantity.ts'
import { wordFor } from '../../format/words.ts'
import { outcomeWords } from '../../logs/log-words.ts'
import { CommandButton } from '../../resource/command-button.tsx'
import { DoButton } from '../../resource/do-button.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import type { Column } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { buttonLook } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import type { StationPart } from '../station-part.ts'

type Log = ItemOf<'GET /station-logs'>

const columns: readonly Column<Log>[] = [
  { title: 'Log', cell: ({ kind }) => <span className="font-medium">{inWords(kind)}</span> },
  {
    title: 'State',
    width: 'minmax(11rem,1.4fr)',
    cell: ({ outcome, status, statusAt }) => {
      const { label, tone } = wordFor(outcomeWords, outcome)
      return (
        <span className="flex flex-wrap items-center gap-x-2">
          <Badge tone={tone}>{label}</Badge>
          {status !== outcome && <span className="text-[0.9rem] text-soft">{inWords(status)}</span>}
          <span className="text-[0.86rem] text-faint">
            <Moment at={statusAt} />
          </span>
        </span>
      )
    },
  },
  {
    title: 'File',
    width: 'minmax(10rem,1.6fr)',
    cell: ({ file, announcedName, elsewhere }) =>
      file === undefined
        ? ((elsewhere ? 'at a place of yours' : announcedName) ?? <span className="text-faint">–</span>)
        : `${file.name}, ${text(bytes(file.sizeBytes))}`,
  },
  { title: 'Asked', spare: true, cell: ({ requestedAt }) => <Moment at={requestedAt} /> },
]

/** Logs that the station was asked for, and the files it has brought. */
export function LogsCard({ station, operator }: StationPart) {
  return (
    <Card
      title="Logs"
      flush
      actions={
        operator && <CommandButton kind="get-log" label="Get a log" station={station} values={{ log: 'diagnostics' }} />
      }
    >
      <ResourceList
        label="Logs"
        route="GET /station-logs"
        request={{ query: { stationId: station.id } }}
        keyOf={({ id }) => id}
        columns={columns}
        empty={
          <Empty small title="No log yet">
            A log that is asked for appears here, to be downloaded once it has come.
          </Empty>
        }
        actions={({ id, file }) => (
          <>
            {file !== undefined && (
              <a
                href={`${API}${pathOf('GET /station-logs/{id}/content', { id })}`}
                download={file.name}
                className={buttonLook('plain', true)}
              >
                <Download className="size-3.5" aria-hidden />
                Download
              </a>
            )}
            {operator && (
              <DoButton
                label="Remove"
                route="DELETE /station-logs/{id}"
                request={{ params: { id } }}
                sure="The log goes for good, with its file."
                look="quiet"
                makesOld={['GET /station-logs']}
              />
            )}
          </>
        )}
      />
    </Card>
  )
}
