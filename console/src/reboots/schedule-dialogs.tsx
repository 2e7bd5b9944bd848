import type { RebootSchedule } from '#api-client'
import { partyForm } from '../access/party-form.ts'
import type { Route } from '../api/ask.ts'
import { useGroupForm } from '../groups/group-form.ts'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { useMe } from '../shell/me.ts'

const MAKES_OLD: readonly Route[] = ['GET /reboot-schedules', 'GET /reboot-schedules/{id}/stations']
const INSIDE = ['vendor', 'model', 'locationId', 'stationIds']

export function NewSchedule({ onClose }: { onClose: () => void }) {
  const party = partyForm(useMe())
  const group = useGroupForm()
  return (
    <RequestDialog
      route="POST /reboot-schedules"
      title="Add a schedule"
      lead="Each time, whichever stations fit then are rebooted, each in an hour in which it is little used."
      verb="Add it"
      given={party.given}
      values={{ everyDays: 7 }}
      choices={{ ...party.choices, ...group.choices }}
      suggestions={group.suggestions}
      shownInside={INSIDE}
      shown={[...party.shown, 'firstAt']}
      makesOld={MAKES_OLD}
      onClose={onClose}
    />
  )
}

interface ChangeProps {
  readonly schedule: RebootSchedule
  readonly onClose: () => void
}

export function ChangeSchedule({ schedule, onClose }: ChangeProps) {
  const { id, name, everyDays, atOnce, nextAt } = schedule
  const group = useGroupForm()
  return (
    <RequestDialog
      route="PATCH /reboot-schedules/{id}"
      params={{ id }}
      title={`Change ${name}`}
      lead="What it has begun goes on as it is."
      verb="Save"
      hidden={['active']}
      values={{ name, group: { ...schedule.group }, everyDays, atOnce, ...(nextAt !== undefined && { nextAt }) }}
      choices={group.choices}
      suggestions={group.suggestions}
      shownInside={INSIDE}
      makesOld={MAKES_OLD}
      onClose={onClose}
    />
  )
}
