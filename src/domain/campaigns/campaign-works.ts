import type { Firmware } from '#domain/firmware'
import type { CampaignKind } from './campaign.ts'
import type { CampaignWork } from './campaign-work.ts'
import { type ConfigurationWorkOptions, configurationWork } from './configuration-work.ts'
import { firmwareWork } from './firmware-work.ts'
import { rebootWork } from './reboot-work.ts'

export interface WorksOptions extends ConfigurationWorkOptions {
  readonly firmware: Pick<Firmware, 'images'>
}

/** What there is to do, by kind. */
export function campaignWorks(options: WorksOptions): Readonly<Record<CampaignKind, CampaignWork>> {
  return {
    firmware: firmwareWork(options.firmware),
    configuration: configurationWork(options),
    reboot: rebootWork,
  }
}
