import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { Campaign } from '#api-client'
import type { Route } from '../api/ask.ts'
import { hasStatus } from '../api/problem.ts'
import { may } from '../api/session.ts'
import { WantedTable } from '../configuration/wanted-table.tsx'
import { DoButton } from '../resource/do-button.tsx'
import { oneQuery } from '../resource/resource-query.ts'
import { useMe } from '../shell/me.ts'
import { Card } from '../ui/card.tsx'
import { Facts } from '../ui/facts.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { ThingPage } from '../ui/thing-page.tsx'
import { RunBadge } from './campaign-list.tsx'
import { CampaignProgress } from './campaign-progress.tsx'
import { CampaignStations } from './campaign-stations.tsx'
import { placeOf, waveWords, whatOf } from './campaign-words.ts'

const MAKES_OLD: readonly Route[] = ['GET /campaigns', 'GET /campaigns/{id}', 'GET /campaigns/{id}/stations']

/** One campaign: how far it is, wave by wave and station by station, and how it is stopped. */
export function CampaignPage() {
  const { campaignId } = useParams({ from: '/shell/campaigns/$campaignId' })
  const { data: campaign, error, refetch } = useQuery(oneQuery('GET /campaigns/{id}', { params: { id: campaignId } }))
  if (campaign !== undefined && !hasStatus(error, 404)) return <Loaded campaign={campaign} />
  return (
    <ThingPage
      title="Campaign"
      missing="There is no such campaign"
      above={<Back kind="firmware" />}
      error={error}
      retry={() => void refetch()}
    />
  )
}

/** The way to all campaigns of a kind. */
function Back({ kind }: { kind: Campaign['kind'] }) {
  const { to, search, label } = placeOf[kind]
  return (
    <Link
      to={to}
      search={search}
      className="mb-1 inline-flex items-center gap-1 text-[0.9rem] text-soft hover:text-ink"
    >
      <ChevronLeft className="size-3.5" aria-hidden />
      {label}
    </Link>
  )
}

function Loaded({ campaign }: { campaign: Campaign }) {
  const { name, kind, state, reason, rollbackNote, wanted } = campaign
  const inWave = state === 'running' ? waveWords(campaign) : undefined
  return (
    <Page
      title={name}
      above={<Back kind={kind} />}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <RunBadge state={state} />
          <span>{whatOf(campaign)}</span>
          {inWave && <span>{inWave}</span>}
        </span>
      }
      actions={<Moves campaign={campaign} />}
    >
      {reason !== undefined && <Notice kind={state === 'stopped' ? 'bad' : 'warn'}>It stopped: {reason}.</Notice>}
      {rollbackNote !== undefined && ['stopped', 'canceled', 'paused'].includes(state) && (
        <Notice>To take it back: {rollbackNote}</Notice>
      )}
      <div className="grid items-start gap-5 xl:grid-cols-[1fr_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <CampaignProgress campaign={campaign} />
          {wanted !== undefined && wanted.length > 0 && (
            <Card title="What is set">
              <WantedTable wanted={wanted} />
            </Card>
          )}
          <CampaignStations campaign={campaign} />
        </div>
        <Plan campaign={campaign} />
      </div>
    </Page>
  )
}

/** What can be done with it, as far as it is. */
function Moves({ campaign: { id, partyId, state } }: { campaign: Campaign }) {
  const { principal } = useMe()
  if (!may(principal, 'operator', partyId)) return null
  const request = { params: { id } }
  return (
    <>
      {(state === 'draft' || state === 'paused') && (
        <DoButton
          route="POST /campaigns/{id}/start"
          request={request}
          label={state === 'draft' ? 'Start' : 'Go on'}
          look="primary"
          makesOld={MAKES_OLD}
        />
      )}
      {state === 'running' && (
        <DoButton
          route="POST /campaigns/{id}/pause"
          request={request}
          label="Pause"
          look="plain"
          makesOld={MAKES_OLD}
        />
      )}
      {['draft', 'running', 'paused'].includes(state) && (
        <DoButton
          route="POST /campaigns/{id}/cancel"
          request={request}
          label="Cancel it"
          look="danger"
          sure="It ends for good. What was ordered already goes on at the stations."
          makesOld={MAKES_OLD}
        />
      )}
    </>
  )
}

function Plan({ campaign }: { campaign: Campaign }) {
  const { canarySize, waveSize, atOnce, waves, failureLimitPercent, quietHours, timeoutMinutes, waitHours } = campaign
  const { requestedByName, createdAt, startedAt, finishedAt, rollbackNote } = campaign
  return (
    <Card title="The plan">
      <Facts
        of={[
          ...(canarySize === 0 ? [] : ([['Canary', stations(canarySize)]] as const)),
          ...(waves <= 1 ? [] : ([['Each wave', stations(waveSize)]] as const)),
          ['At once', stations(atOnce)],
          ['Stops', stopsAt(failureLimitPercent)],
          ['When', quietHours ? 'each when it is little used' : 'at any hour'],
          ['One may take', `${timeoutMinutes} min`],
          ['Waits for the absent', `${waitHours} h`],
          ['Planned by', requestedByName],
          ['Planned', <Moment key="planned" at={createdAt} />],
          ['Started', <Moment key="started" at={startedAt} />],
          ['Ended', <Moment key="ended" at={finishedAt} />],
          ...(rollbackNote === undefined ? [] : ([['To take it back', rollbackNote]] as const)),
        ]}
      />
    </Card>
  )
}

function stopsAt(percent: number): string {
  if (percent >= 100) return 'never, however many fail'
  return percent === 0 ? 'at the first failure' : `when more than ${percent} % have failed`
}

const stations = (count: number): string => (count === 1 ? 'one station' : `${count} stations`)
