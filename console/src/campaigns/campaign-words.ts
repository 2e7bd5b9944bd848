import type { Campaign, CampaignMember } from '#api-client'

export type CampaignKind = Campaign['kind']

/** Where campaigns of a kind are listed. */
export const placeOf = {
  firmware: { to: '/firmware', search: { tab: 'campaigns' }, label: 'Firmware' },
  configuration: { to: '/configuration', search: { tab: 'changes' }, label: 'Configuration' },
  reboot: { to: '/reboots', search: { tab: 'campaigns' }, label: 'Reboots' },
} as const satisfies Record<CampaignKind, { to: string; search: { tab: string }; label: string }>

/** `Firmware 2.4.1`, `3 values`, or `Reboot`. */
export function whatOf({ kind, version, wanted = [] }: Pick<Campaign, 'kind' | 'version' | 'wanted'>): string {
  switch (kind) {
    case 'firmware':
      return `Firmware ${version ?? ''}`.trim()
    case 'configuration':
      return wanted.length === 1 ? 'One value' : `${wanted.length} values`
    case 'reboot':
      return 'Reboot'
  }
}

type WaitReason = NonNullable<CampaignMember['wait']>['reason']

/** Why a station waits: what has to be over first. */
export const waitWords: Readonly<Record<WaitReason, string>> = {
  'not-started': 'It has not been started',
  paused: 'It is paused',
  ended: 'It has ended before',
  'later-wave': 'Its wave comes later',
  offline: 'Offline',
  'not-accepted': 'Not accepted yet',
  charging: 'Somebody charges there',
  reserved: 'Somebody has reserved it',
  'quiet-hours': 'Much used at this hour',
  'others-first': 'Others are at it first',
  'command-limit': 'Too many commands wait for it',
  'order-failed': 'Its order could not be given',
  'next-look': 'It is next',
}

/** `Canary`, or `Wave 2`: where there is no canary the first wave is a wave. */
export function waveName(wave: number, canarySize: number): string {
  if (canarySize === 0) return `Wave ${wave + 1}`
  return wave === 0 ? 'Canary' : `Wave ${wave}`
}

/** `Canary`, or `Wave 2 of 5`; nothing where all have their turn in one wave. */
export function waveWords({
  wave,
  waves,
  canarySize,
}: Pick<Campaign, 'wave' | 'waves' | 'canarySize'>): string | undefined {
  if (waves <= 1) return undefined
  const name = waveName(wave, canarySize)
  return name === 'Canary' ? name : `${name} of ${canarySize === 0 ? waves : waves - 1}`
}
