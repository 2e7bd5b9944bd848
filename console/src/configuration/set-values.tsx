import { partyForm } from '../access/party-form.ts'
import type { CampaignDialog } from '../campaigns/campaign-list.tsx'
import { useGroupForm, useVariableSuggestions } from '../groups/group-form.ts'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { useMe } from '../shell/me.ts'

/** Sets values at the stations of a group, at once. */
export const SetValues: CampaignDialog = ({ onClose, onMade }) => {
  const party = partyForm(useMe())
  const group = useGroupForm()
  const variables = useVariableSuggestions()
  return (
    <RequestDialog
      route="POST /campaigns"
      title="Set values"
      lead="Begins at once, at all stations of the group. Each is told only what it can have and is not known to have already."
      verb="Begin"
      given={{ ...party.given, kind: 'configuration', begin: true }}
      hidden={['templateId', 'imageId']}
      values={{ wanted: [{}], group: {} }}
      choices={{ ...party.choices, ...group.choices }}
      suggestions={{ ...group.suggestions, ...variables }}
      shownInside={['vendor', 'model', 'stationIds', 'component', 'value']}
      shown={party.shown}
      makesOld={['GET /campaigns']}
      onDone={onMade}
      onClose={onClose}
    />
  )
}
