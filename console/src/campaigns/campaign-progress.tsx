import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type { Campaign, CampaignMember } from '#api-client'
import { pathOf } from '../api/ask.ts'
import { getAll } from '../api/client.ts'
import { totalOf } from '../progress/member-words.ts'
import { ProgressBar } from '../progress/progress-bar.tsx'
import { ProgressPicture } from '../progress/progress-picture.tsx'
import { Card } from '../ui/card.tsx'
import { useNow } from '../ui/now.ts'
import { waveName } from './campaign-words.ts'
import { wavesOf } from './waves.ts'

/** The picture of a larger campaign is of its first stations. */
const MOST_MEMBERS = 10_000
/** Up to so many stations the picture follows every step; beyond that it is drawn anew now and then. */
const FOLLOWED = 1_000
const AGAIN_MS = 30_000

/** All stations of a campaign as they are at this progress. */
const membersQuery = ({ id, progress, state }: Campaign) => {
  const follows = totalOf(progress) <= FOLLOWED
  return queryOptions({
    queryKey: ['campaign-members', id, follows ? progress : state],
    queryFn: ({ signal }) =>
      getAll<CampaignMember>(pathOf('GET /campaigns/{id}/stations', { id }), {}, { most: MOST_MEMBERS, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: follows ? false : AGAIN_MS,
    gcTime: 0,
  })
}

/** Some time after the end, so that it is seen what it came to. */
function seenAfter(from: string, end: string): string {
  const took = Date.parse(end) - Date.parse(from)
  return new Date(Date.parse(end) + Math.max(took / 8, 1_000)).toISOString()
}

/** How far a campaign is: over time, and wave by wave. */
export function CampaignProgress({ campaign }: { campaign: Campaign }) {
  const { data: members = [] } = useQuery(membersQuery(campaign))
  const now = useNow()
  const { progress, createdAt, startedAt, finishedAt, waves, canarySize } = campaign
  const from = startedAt ?? createdAt
  const until = finishedAt === undefined ? new Date(now).toISOString() : seenAfter(from, finishedAt)
  return (
    <>
      <Card title="Progress" note={startedAt === undefined ? 'It has not been started.' : undefined}>
        <ProgressPicture members={members} progress={progress} from={from} until={until} />
      </Card>
      {waves > 1 && (
        <Card title="Waves">
          <ul className="flex flex-col gap-2.5">
            {wavesOf(members, waves).map(({ wave, counts }) => (
              <li key={wave} data-wave={wave} className="grid grid-cols-[6rem_1fr] items-start gap-4">
                <span className="-mt-1.5 font-medium">{waveName(wave, canarySize)}</span>
                <ProgressBar progress={counts} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
