import { useInfiniteQuery } from '@tanstack/react-query'
import type { ItemOf } from '../api/ask.ts'
import { may } from '../api/session.ts'
import type { Principal } from '../api/types.ts'
import { DoButton } from '../resource/do-button.tsx'
import { listQuery } from '../resource/resource-query.ts'
import { Card } from '../ui/card.tsx'
import { Age } from '../ui/moment.tsx'
import { More } from '../ui/more.tsx'
import { strangerWords } from './stranger-words.ts'

type Stranger = ItemOf<'GET /strangers'>

/** Who tried to connect and was turned away without being known; nothing at all when there is nobody. */
export function StrangerList({ principal }: { principal: Principal }) {
  const list = useInfiniteQuery(listQuery('GET /strangers', { query: { limit: 20 } }))
  const strangers = list.data?.pages.flatMap(({ items }) => items) ?? []
  if (strangers.length === 0) return null
  return (
    <Card title="Turned away" note="They tried to connect, and nobody has entered them here.">
      <ul aria-label="Turned away" className="divide-y divide-line">
        {strangers.map((stranger) => (
          <li key={stranger.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
            <div>
              <p className="font-medium">{stranger.identity ?? stranger.remoteAddress}</p>
              <p className="text-[0.9rem] text-faint">
                {strangerWords(stranger)} · <Age at={stranger.lastAt} />
              </p>
            </div>
            {may(principal, 'operator', stranger.partyId ?? '') && <Moves stranger={stranger} />}
          </li>
        ))}
      </ul>
      <More has={list.hasNextPage} busy={list.isFetchingNextPage} more={() => void list.fetchNextPage()} />
    </Card>
  )
}

function Moves({ stranger: { id, identity, partyId } }: { stranger: Stranger }) {
  return (
    <div className="flex gap-2">
      <DoButton
        route="DELETE /strangers/{id}"
        request={{ params: { id } }}
        label="Forget"
        makesOld={['GET /strangers']}
      />
      {identity !== undefined && partyId !== undefined && (
        <DoButton
          route="POST /stations"
          request={{ body: { id: identity, partyId } }}
          label="Enter it"
          look="primary"
          sure={`${identity} is entered as a station, and is let in when it connects next.`}
          makesOld={['GET /strangers', 'GET /stations']}
        />
      )}
    </div>
  )
}
