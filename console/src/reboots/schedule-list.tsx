import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { RebootSchedule } from '#api-client'
import type { Route } from '../api/ask.ts'
import { may } from '../api/session.ts'
import { groupWords } from '../configuration/variable-words.ts'
import { DoButton } from '../resource/do-button.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { useMe } from '../shell/me.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { ChangeSchedule, NewSchedule } from './schedule-dialogs.tsx'
import { everyWords, resultWords } from './schedule-words.ts'
import { ScheduledStations } from './scheduled-stations.tsx'

const MAKES_OLD: readonly Route[] = ['GET /reboot-schedules', 'GET /reboot-schedules/{id}/stations']

const columns: readonly Column<RebootSchedule>[] = [
  {
    title: 'Schedule',
    width: 'minmax(9rem,1.2fr)',
    cell: ({ name }) => <span className="font-medium">{name}</span>,
  },
  { title: 'For', width: 'minmax(8rem,1.2fr)', cell: ({ group }) => groupWords(group) },
  { title: 'How often', width: '7.5rem', cell: ({ everyDays }) => everyWords(everyDays) },
  {
    title: 'Next run',
    width: '9rem',
    cell: ({ nextAt }) =>
      nextAt === undefined ? <Badge title="It begins nothing until it goes on">on hold</Badge> : <Moment at={nextAt} />,
  },
  { title: 'Last run', width: '9.5rem', cell: (schedule) => <LastRun schedule={schedule} />, spare: true },
]

function LastRun({ schedule: { id, lastAt, lastResult } }: { schedule: RebootSchedule }) {
  if (lastAt === undefined || lastResult === undefined) return <span className="text-faint">not yet</span>
  const { label, tone } = resultWords[lastResult]
  return (
    <>
      <Moment at={lastAt} />
      {lastResult === 'begun' ? (
        <Link
          to="/reboots"
          search={{ tab: 'campaigns', scheduleId: id }}
          className="block text-[0.9rem] text-accent hover:underline"
        >
          Its campaigns
        </Link>
      ) : (
        <span className={`block text-[0.9rem] ${tone}`}>{label}</span>
      )}
    </>
  )
}

/** Reboots that come again, each with when it is next. */
export function ScheduleList() {
  const { principal } = useMe()
  const [making, setMaking] = useState(false)
  return (
    <ListCard
      label="Schedules"
      actions={
        may(principal, 'operator') && (
          <Button look="primary" onClick={() => setMaking(true)}>
            <Plus className="size-4" aria-hidden />
            Add a schedule
          </Button>
        )
      }
    >
      <ResourceList
        label="Schedules"
        route="GET /reboot-schedules"
        request={{}}
        keyOf={({ id }) => id}
        columns={columns}
        detail={(schedule) => <ScheduledStations schedule={schedule} />}
        actions={(schedule) => may(principal, 'operator', schedule.partyId) && <Actions schedule={schedule} />}
        empty={
          <Empty title="No schedule yet">
            A schedule has stations rebooted every so many days, each in an hour in which it is little used.
          </Empty>
        }
      />
      {making && <NewSchedule onClose={() => setMaking(false)} />}
    </ListCard>
  )
}

function Actions({ schedule }: { schedule: RebootSchedule }) {
  const [changing, setChanging] = useState(false)
  const { id, name, active } = schedule
  const params = { id }
  return (
    <>
      <Button small look="quiet" onClick={() => setChanging(true)}>
        Change
      </Button>
      <DoButton
        route="PATCH /reboot-schedules/{id}"
        request={{ params, body: { active: !active } }}
        label={active ? 'Hold' : 'Go on'}
        makesOld={MAKES_OLD}
      />
      <DoButton
        route="DELETE /reboot-schedules/{id}"
        request={{ params }}
        label="Remove"
        sure={`“${name}” begins nothing any more. A campaign it has begun goes on.`}
        makesOld={MAKES_OLD}
      />
      {changing && <ChangeSchedule schedule={schedule} onClose={() => setChanging(false)} />}
    </>
  )
}
