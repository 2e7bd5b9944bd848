import { partyForm } from '../access/party-form.ts'
import type { CampaignDialog } from '../campaigns/campaign-list.tsx'
import { useGroupForm } from '../groups/group-form.ts'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { useMe } from '../shell/me.ts'

/** Plans the reboot of stations, once; it starts when it is told to. */
export const NewReboots: CampaignDialog = ({ onClose, onMade }) => {
  const party = partyForm(useMe())
  const group = useGroupForm()
  return (
    <RequestDialog
      route="POST /campaigns"
      title="Plan reboots"
      lead="Of the stations that fit now, each once nobody charges there or has it reserved."
      verb="Plan them"
      given={{ ...party.given, kind: 'reboot' }}
      hidden={['imageId', 'templateId', 'wanted', 'rollbackNote']}
      values={{ group: {} }}
      choices={{ ...party.choices, ...group.choices }}
      suggestions={group.suggestions}
      shownInside={['vendor', 'model', 'locationId', 'stationIds']}
      shown={[...party.shown, 'quietHours', 'begin']}
      makesOld={['GET /campaigns']}
      onDone={onMade}
      onClose={onClose}
    />
  )
}
