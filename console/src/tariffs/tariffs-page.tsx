import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Tariff } from '#api-client'
import { partyForm } from '../access/party-form.ts'
import { may } from '../api/session.ts'
import { ValueView } from '../commands/value-view.tsx'
import { DoButton } from '../resource/do-button.tsx'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { useMe } from '../shell/me.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { Page } from '../ui/page.tsx'
import { GiveTariff } from './give-tariff.tsx'
import { pricesOf } from './price-words.ts'

const columns: readonly Column<Tariff>[] = [
  {
    title: 'Tariff',
    width: 'minmax(10rem,1.2fr)',
    cell: ({ name, id }) => <span className="font-medium">{name ?? id}</span>,
  },
  { title: 'Currency', width: '5rem', cell: ({ currency }) => currency },
  {
    title: 'Prices, without tax',
    width: 'minmax(14rem,2fr)',
    cell: (tariff) => <span className="num">{pricesOf(tariff).join(' · ') || 'free'}</span>,
  },
  {
    title: 'Valid from',
    width: '9rem',
    cell: ({ validFrom }) => (validFrom === undefined ? 'at once' : <Moment at={validFrom} />),
    spare: true,
  },
]

/** What charging costs. */
export function TariffsPage() {
  const me = useMe()
  const party = partyForm(me)
  const [making, setMaking] = useState(false)
  return (
    <Page
      title="Tariffs"
      lead="What charging costs. A station has its tariff on its page, under Drivers; a driver may have one of their own."
      actions={
        may(me.principal, 'operator') && (
          <Button look="primary" onClick={() => setMaking(true)}>
            <Plus className="size-4" aria-hidden />
            Add a tariff
          </Button>
        )
      }
    >
      <ListCard label="Tariffs">
        <ResourceList
          label="Tariffs"
          route="GET /tariffs"
          request={{}}
          keyOf={({ id }) => id}
          columns={columns}
          detail={(tariff) => <ValueView of={tariff} />}
          actions={(tariff) => may(me.principal, 'operator', tariff.partyId) && <Actions tariff={tariff} />}
          empty={
            <Empty title="No tariff yet">Prices are for energy, time and fees, each with its own conditions.</Empty>
          }
        />
      </ListCard>
      {making && (
        <RequestDialog
          route="POST /tariffs"
          title="Add a tariff"
          lead="A tariff never changes: make another, and give that to stations and drivers."
          verb="Add it"
          given={party.given}
          values={{ currency: 'EUR' }}
          choices={party.choices}
          shown={[...party.shown, 'name', 'energy', 'idleTime', 'fixedFee']}
          makesOld={['GET /tariffs']}
          onClose={() => setMaking(false)}
        />
      )}
    </Page>
  )
}

function Actions({ tariff }: { tariff: Tariff }) {
  const [giving, setGiving] = useState(false)
  const { id, name = id } = tariff
  return (
    <>
      <Button small look="quiet" onClick={() => setGiving(true)}>
        Give to a driver
      </Button>
      <DoButton
        route="DELETE /tariffs/{id}"
        request={{ params: { id } }}
        label="Remove"
        sure={`“${name}” is removed, unless some token has it. Stations keep what they were given.`}
        makesOld={['GET /tariffs']}
      />
      {giving && <GiveTariff tariff={tariff} onClose={() => setGiving(false)} />}
    </>
  )
}
