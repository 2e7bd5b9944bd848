import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { StationTariff, Tariff } from '#api-client'
import type { Route } from '../../api/ask.ts'
import { DoButton } from '../../resource/do-button.tsx'
import { RequestButton } from '../../resource/request-button.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import { listQuery } from '../../resource/resource-query.ts'
import type { Column } from '../../resource/resource-table.tsx'
import { pricesOf } from '../../tariffs/price-words.ts'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import type { StationPart } from '../station-part.ts'

const MAKES_OLD: readonly Route[] = ['GET /stations/{id}/tariffs']

const placeWords = (evseId: number): string => (evseId === 0 ? 'The station' : `EVSE ${evseId}`)

/** By which tariff the platform counts here, for drivers without one of their own. */
export function TariffsCard({ station, operator }: StationPart) {
  const { data } = useInfiniteQuery(listQuery('GET /tariffs', { query: { limit: 500 } }))
  const tariffs = data?.pages.flatMap(({ items }) => items) ?? []
  const ours = tariffs.filter(({ partyId }) => partyId === station.partyId)
  const params = { id: station.id }
  return (
    <Card
      title="Tariffs"
      note="What the platform counts by here, for drivers without a tariff of their own."
      flush
      actions={
        operator &&
        ours.length > 0 && (
          <RequestButton
            route="PATCH /stations/{id}/tariffs"
            params={params}
            label="Set a tariff"
            lead="Transactions that run go on by theirs. A station that counts itself is told by a command."
            verb="Set it"
            values={{ evseId: 0 }}
            choices={{
              evseId: evsesOf(station),
              tariffId: ours.map(({ id, name = id, currency }) => ({ value: id, label: `${name} (${currency})` })),
            }}
            makesOld={MAKES_OLD}
          />
        )
      }
    >
      <ResourceList
        label="Tariffs of the station"
        route="GET /stations/{id}/tariffs"
        request={{ params }}
        keyOf={({ evseId, tariffId, isDefault = false }) => `${evseId} ${tariffId} ${isDefault}`}
        columns={columnsFor(tariffs)}
        actions={({ evseId, isDefault }) =>
          operator &&
          isDefault !== true && (
            <DoButton
              route="PATCH /stations/{id}/tariffs"
              request={{ params, body: { evseId, tariffId: null } }}
              label="Take away"
              sure="Transactions from then on are counted by the tariff of the station, or by none."
              makesOld={MAKES_OLD}
            />
          )
        }
        empty={
          <Empty small title="No tariff applies here">
            <p>
              Without one no cost is counted. Tariffs are made on the page{' '}
              <Link to="/tariffs" className="text-accent hover:underline">
                Tariffs
              </Link>
              .
            </p>
          </Empty>
        }
      />
    </Card>
  )
}

function columnsFor(tariffs: readonly Tariff[]): readonly Column<StationTariff>[] {
  const byId = new Map(tariffs.map((tariff) => [tariff.id, tariff]))
  return [
    { title: 'Where', width: '7rem', cell: ({ evseId }) => placeWords(evseId) },
    {
      title: 'Tariff',
      cell: ({ tariffId, isDefault }) => (
        <>
          <span className="font-medium">{byId.get(tariffId)?.name ?? tariffId}</span>
          {isDefault === true && <span className="block text-[0.9rem] text-faint">Kept by the station</span>}
        </>
      ),
    },
    {
      title: 'Prices, without tax',
      width: 'minmax(10rem,2fr)',
      cell: ({ tariffId }) => {
        const tariff = byId.get(tariffId)
        return tariff && <span className="num">{pricesOf(tariff).join(' · ') || 'free'}</span>
      },
    },
  ]
}

/** The whole station, then each EVSE it has told of. */
function evsesOf({ connectors }: StationPart['station']) {
  const numbers = [0, ...new Set(connectors.map(({ evseId }) => evseId).filter((evseId) => evseId > 0))]
  return numbers.map((evseId) => ({ value: String(evseId), label: placeWords(evseId) }))
}
