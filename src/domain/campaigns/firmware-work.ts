import type { Firmware } from '#domain/firmware'
import { AppError } from '#kernel'
import type { CampaignWork } from './campaign-work.ts'
import { CAREFUL_MANNER } from './check-campaign.ts'
import { neverSent } from './never-sent.ts'
import { wantedGroup } from './wanted-group.ts'

/** Stations are brought to a firmware image of their make. */
export function firmwareWork({ images }: Pick<Firmware, 'images'>): CampaignWork {
  return {
    usual: CAREFUL_MANNER,
    interrupts: true,
    expiresInS: 300,
    async plan(campaign) {
      const { imageId, partyId } = campaign
      if (imageId === undefined) throw new AppError('invalid', 'Say which image', { field: 'imageId' })
      const group = wantedGroup(campaign)
      const { vendor, model, version } = await images.get({ partyIds: [partyId] }, imageId)
      return { group, imageId, version, make: { vendor, ...(model !== undefined && { model }) } }
    },
    hindrance: ({ imageId }) => (imageId === null ? 'its firmware was removed' : undefined),
    async due({ imageId, version }, waiting) {
      const order = () => ({ command: { kind: 'update-firmware', request: { imageId: imageId ?? '' } } }) as const
      const none = { state: 'succeeded', reason: 'it was so already' } as const
      return new Map(
        waiting.map(({ number, firmware_version }) => [
          number,
          version !== null && firmware_version === version ? none : order,
        ]),
      )
    },
    /** Of a command that was lost or not answered nobody knows whether the station has heard it: what it does will tell. */
    endOf(member) {
      const { command_state, update_outcome, update_status } = member
      const unheard = neverSent(member)
      if (unheard !== undefined) return unheard
      if (update_outcome === 'installed') return { result: 'succeeded' }
      if (update_outcome === 'failed' || update_outcome === 'canceled') {
        return { result: 'failed', reason: update_status ?? update_outcome }
      }
      return update_outcome === null && command_state === 'refused'
        ? { result: 'failed', reason: 'refused' }
        : undefined
    },
  }
}
