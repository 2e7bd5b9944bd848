import { useInfiniteQuery } from '@tanstack/react-query'
import { partyForm } from '../access/party-form.ts'
import type { CampaignDialog } from '../campaigns/campaign-list.tsx'
import { useGroupForm } from '../groups/group-form.ts'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { listQuery } from '../resource/resource-query.ts'
import { useMe } from '../shell/me.ts'

/** Plans a campaign that brings an image to stations; it starts when it is told to. */
export const NewFirmwareCampaign: CampaignDialog = ({ onClose, onMade }) => {
  const party = partyForm(useMe())
  const group = useGroupForm()
  const { data } = useInfiniteQuery(listQuery('GET /firmware-images', { query: { limit: 500 } }))
  if (data === undefined) return null
  const images = data.pages.flatMap(({ items }) => items)
  const imageId = images.map(({ id, vendor, model, version }) => ({
    value: id,
    label: [vendor, model, version].filter(Boolean).join(' '),
  }))
  return (
    <RequestDialog
      route="POST /campaigns"
      title="Plan a campaign"
      lead="Over the stations that fit now; those that have the version already are left out."
      verb="Plan it"
      given={{ ...party.given, kind: 'firmware' }}
      hidden={['templateId', 'wanted']}
      values={{ group: {} }}
      choices={{ ...party.choices, ...group.choices, ...(imageId.length > 0 && { imageId }) }}
      suggestions={group.suggestions}
      shownInside={['vendor', 'model', 'locationId', 'stationIds']}
      shown={[...party.shown, 'imageId', 'canarySize', 'waveSize', 'failureLimitPercent', 'quietHours', 'rollbackNote']}
      makesOld={['GET /campaigns']}
      onDone={onMade}
      onClose={onClose}
    />
  )
}
