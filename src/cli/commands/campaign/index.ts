import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { addCampaignCreate } from './create.ts'
import { addCampaignList } from './list.ts'
import { addCampaignMoves } from './moves.ts'
import { addCampaignShow } from './show.ts'
import { addCampaignWatch } from './watch.ts'

/** `chargewright campaign …` */
export function addCampaignCommands(program: Command, around: Surroundings): void {
  const campaign = program.command('campaign').summary('Campaigns: one thing done to many stations, a few at a time')
  for (const add of [addCampaignList, addCampaignShow, addCampaignCreate, addCampaignWatch, addCampaignMoves]) {
    add(campaign, around)
  }
}
