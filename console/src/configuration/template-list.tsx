import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { ConfigurationTemplate } from '#api-client'
import { may } from '../api/session.ts'
import { DoButton } from '../resource/do-button.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { useMe } from '../shell/me.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { ApplyTemplate, ChangeTemplate, NewTemplate } from './template-dialogs.tsx'
import { groupWords } from './variable-words.ts'
import { WantedTable } from './wanted-table.tsx'

const columns: readonly Column<ConfigurationTemplate>[] = [
  {
    title: 'Template',
    width: 'minmax(10rem,1.2fr)',
    cell: ({ name, priority }) => (
      <>
        <span className="font-medium">{name}</span>
        {priority !== 0 && <span className="ml-2 text-[0.9rem] text-faint">priority {priority}</span>}
      </>
    ),
  },
  { title: 'For', width: 'minmax(10rem,1.4fr)', cell: ({ group }) => groupWords(group) },
  {
    title: 'Values',
    width: '4rem',
    align: 'right',
    cell: ({ wanted }) => <span className="num">{wanted.length}</span>,
  },
  {
    title: 'Stations',
    width: '4.5rem',
    align: 'right',
    cell: ({ stations }) => <span className="num">{stations}</span>,
  },
  { title: 'Not as wanted', width: '7rem', cell: (template) => <Differing template={template} /> },
  {
    title: 'At first boot',
    width: '6rem',
    cell: ({ applyOnBoot }) => (applyOnBoot ? 'applied' : <span className="text-faint">no</span>),
    spare: true,
  },
]

function Differing({ template: { id, differing, stations } }: { template: ConfigurationTemplate }) {
  if (stations === 0) return <span className="text-faint">–</span>
  return (
    <Link to="/configuration" search={{ tab: 'drift', templateId: id }} className="hover:underline">
      {differing === 0 ? (
        <Badge tone="good" title="None has told another value">
          none known
        </Badge>
      ) : (
        <Badge tone="warn">
          {differing} of {stations}
        </Badge>
      )}
    </Link>
  )
}

/** What groups of stations ought to be configured to. */
export function TemplateList() {
  const { principal } = useMe()
  const [making, setMaking] = useState(false)
  return (
    <ListCard
      label="Templates"
      actions={
        may(principal, 'operator') && (
          <Button look="primary" onClick={() => setMaking(true)}>
            <Plus className="size-4" aria-hidden />
            Add a template
          </Button>
        )
      }
    >
      <ResourceList
        label="Templates"
        route="GET /configuration-templates"
        request={{}}
        keyOf={({ id }) => id}
        columns={columns}
        detail={({ wanted }) => <WantedTable wanted={wanted} />}
        actions={(template) => may(principal, 'operator', template.partyId) && <Actions template={template} />}
        empty={
          <Empty title="No template yet">
            A template says what the stations of a group ought to be configured to. Where they are not shows as drift;
            nothing is set until you apply it.
          </Empty>
        }
      />
      {making && <NewTemplate onClose={() => setMaking(false)} />}
    </ListCard>
  )
}

function Actions({ template }: { template: ConfigurationTemplate }) {
  const [open, setOpen] = useState<'apply' | 'change'>()
  const { id, name, differing } = template
  const close = () => setOpen(undefined)
  return (
    <>
      <Button small look={differing > 0 ? 'plain' : 'quiet'} onClick={() => setOpen('apply')}>
        Apply
      </Button>
      <Button small look="quiet" onClick={() => setOpen('change')}>
        Change
      </Button>
      <DoButton
        route="DELETE /configuration-templates/{id}"
        request={{ params: { id } }}
        label="Remove"
        sure={`“${name}” is removed. The stations stay as they are.`}
        makesOld={['GET /configuration-templates', 'GET /configuration-drift']}
      />
      {open === 'apply' && <ApplyTemplate template={template} onClose={close} />}
      {open === 'change' && <ChangeTemplate template={template} onClose={close} />}
    </>
  )
}
