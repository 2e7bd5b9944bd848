import { useInfiniteQuery } from '@tanstack/react-query'
import type { Campaign } from '#api-client'
import { partyForm } from '../access/party-form.ts'
import { useGroupForm } from '../groups/group-form.ts'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { listQuery } from '../resource/resource-query.ts'
import { useMe } from '../shell/me.ts'

/** Plans a campaign; it starts when it is told to. */
export function NewCampaign({ onClose, onMade }: { onClose: () => void; onMade: (campaign: Campaign) => void }) {
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
      given={party.given}
      values={{ kind: imageId.length > 0 ? 'firmware' : 'reboot' }}
      choices={{ ...party.choices, ...group.choices, ...(imageId.length > 0 && { imageId }) }}
      suggestions={group.suggestions}
      shownInside={['vendor', 'model', 'locationId', 'stationIds']}
      shown={[
        ...party.shown,
        'imageId',
        'group',
        'canarySize',
        'waveSize',
        'failureLimitPercent',
        'quietHours',
        'rollbackNote',
      ]}
      makesOld={['GET /campaigns']}
      onDone={onMade}
      onClose={onClose}
    />
  )
}
