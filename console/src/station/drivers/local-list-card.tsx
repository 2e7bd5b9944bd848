import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { AnswerOf } from '../../api/ask.ts'
import { tokensQuery } from '../../api/tokens.ts'
import { AskButton } from '../../resource/command-button.tsx'
import { RequestButton } from '../../resource/request-button.tsx'
import { oneQuery } from '../../resource/resource-query.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Loading } from '../../ui/empty.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import type { StationPart } from '../station-part.ts'
import { driftInWords } from './list-drift.ts'
import { LocalListEntries } from './local-list-entries.tsx'

type LocalList = AnswerOf<'GET /stations/{id}/local-list'>

/** The tokens a station may judge by itself, and how far it is from what it is to have. */
export function LocalListCard({ station, operator }: StationPart) {
  const params = { id: station.id }
  const { data: list, error, refetch } = useQuery(oneQuery('GET /stations/{id}/local-list', { params }))
  return (
    <Card
      title="Local list"
      note="The tokens it may judge by itself, as when it is offline."
      actions={
        operator &&
        list && (
          <>
            <AskButton kind="get-local-list-version" label="Ask its version" station={station} />
            <ChooseButton list={list} />
            <AskButton
              kind="send-local-list"
              label={list.version === 0 ? 'Send the list' : 'Send changes'}
              look={list.drift.upToDate ? 'plain' : 'primary'}
              station={station}
            />
          </>
        )
      }
    >
      {error && <ErrorNotice error={error} retry={() => void refetch()} />}
      {list === undefined ? !error && <Loading what="Loading the local list" /> : <Told list={list} />}
    </Card>
  )
}

function ChooseButton({ list }: { list: LocalList }) {
  const { data } = useInfiniteQuery(tokensQuery({}))
  const tokens = data?.pages.flatMap(({ items }) => items) ?? []
  const { selection, tokenIds = [] } = list
  return (
    <RequestButton
      label="Choose tokens"
      lead="Takes effect with the next list that is sent."
      verb="Choose"
      route="PATCH /stations/{id}/local-list"
      params={{ id: list.stationId }}
      values={{ request: selection === 'chosen' ? { selection, tokenIds } : { selection } }}
      choices={{ tokenIds: tokens.map(({ id, value }) => ({ value: id, label: value })) }}
      makesOld={['GET /stations/{id}/local-list', 'GET /stations/{id}/local-list/entries']}
    />
  )
}

function Told({ list }: { list: LocalList }) {
  const { version, confirmedAt, reportedVersion, reportedAt, entries, limits, drift, uncertain } = list
  return (
    <div className="flex flex-col gap-3">
      {reportedVersion === -1 && <Notice kind="warn">The station says it keeps no local list.</Notice>}
      {uncertain && <Notice kind="warn">An update was sent and never answered. The next one sends all of it.</Notice>}
      <div className="grid items-start gap-x-10 gap-y-1.5 lg:grid-cols-2">
        <Facts
          of={[
            [
              'State',
              <span key="state" className="flex flex-wrap items-center gap-2">
                {drift.upToDate ? <Badge tone="good">Up to date</Badge> : <Badge tone="warn">To be sent</Badge>}
                <span className="text-soft">{driftInWords(drift)}</span>
              </span>,
            ],
            ['Tokens', list.selection === 'all' ? 'All there are' : `${list.tokenIds?.length ?? 0} chosen`],
            [
              'On the list',
              <span key="entries" className="num">{`${entries}${limits.entries ? ` of ${limits.entries}` : ''}`}</span>,
            ],
          ]}
        />
        <Facts
          of={[
            ['Version', version === 0 ? 'none sent' : <Said key="v" what={version} at={confirmedAt} />],
            [
              'Version it told',
              reportedVersion === undefined ? undefined : <Said key="r" what={reportedVersion} at={reportedAt} />,
            ],
          ]}
        />
      </div>
      <LocalListEntries stationId={list.stationId} />
    </div>
  )
}

function Said({ what, at }: { what: number; at: string | undefined }) {
  return (
    <span>
      <span className="num mr-2">{what}</span>
      {at !== undefined && (
        <span className="text-faint">
          <Moment at={at} />
        </span>
      )}
    </span>
  )
}
