import { Type } from 'typebox'
import {
  CAMPAIGN_KINDS,
  CAMPAIGN_STATES,
  type Campaign,
  type CampaignMember,
  MANNER_BOUNDS,
  MEMBER_STATES,
  WAIT_REASONS,
} from '#domain/campaigns'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'
import { stationGroup } from './station-group.ts'
import { newWantedValues, wantedValue } from './wanted-value.ts'

const count = () => Type.Integer()

export const campaign = resource<Campaign>()(
  'Campaign',
  exactly({
    id: identifier(),
    partyId: identifier(),
    name: Type.String(),
    kind: oneOf(CAMPAIGN_KINDS),
    imageId: Type.Optional(identifier('Of a firmware campaign')),
    version: Type.Optional(Type.String()),
    templateId: Type.Optional(identifier('Whose values a configuration campaign sets')),
    wanted: Type.Optional(Type.Array(wantedValue, { description: 'What a configuration campaign sets' })),
    scheduleId: Type.Optional(identifier('By which schedule it was begun')),
    state: oneOf(CAMPAIGN_STATES),
    reason: Type.Optional(Type.String({ description: 'Why it stopped' })),
    rollbackNote: Type.Optional(Type.String()),
    requestedBy: Type.String(),
    requestedByName: Type.String(),
    canarySize: count(),
    waveSize: count(),
    atOnce: Type.Integer({ description: 'Stations of a wave that are at it at the same time' }),
    failureLimitPercent: count(),
    quietHours: Type.Boolean(),
    timeoutMinutes: count(),
    waitHours: Type.Integer({ description: 'How long a wave waits for stations that are away or busy' }),
    wave: Type.Integer({ description: 'The wave it is at, from 0 on' }),
    waves: count(),
    progress: exactly({
      waiting: count(),
      ordered: count(),
      succeeded: count(),
      failed: count(),
      skipped: count(),
    }),
    rebootsRequired: Type.Integer({ description: 'Stations that have to be rebooted before some value counts' }),
    createdAt: instant(),
    startedAt: Type.Optional(instant()),
    finishedAt: Type.Optional(instant()),
  }),
)

export const campaignMember = resource<CampaignMember>()(
  'CampaignMember',
  exactly({
    stationId: identifier(),
    wave: Type.Integer(),
    state: oneOf(MEMBER_STATES),
    reason: Type.Optional(Type.String({ description: 'Why it failed or was left out' })),
    wait: Type.Optional(
      exactly(
        {
          reason: oneOf(WAIT_REASONS, 'What has to be over first; next-look: nothing is in its way'),
          until: Type.Optional(instant('When the next hour begins in which it is little used')),
        },
        { description: 'Why it waits; of one that does' },
      ),
    ),
    attempts: Type.Integer(),
    commandId: Type.Optional(identifier()),
    formerVersion: Type.Optional(Type.String({ description: 'What it ran before: the way back' })),
    results: Type.Optional(
      Type.Array(
        exactly({
          component: Type.String(),
          name: Type.String(),
          instance: Type.Optional(Type.String()),
          status: Type.String({ description: 'In the word of the station' }),
        }),
        { description: 'What it answered to each variable it was told' },
      ),
    ),
    rebootRequired: Type.Boolean({ description: 'Some value counts only after a reboot, which has not been' }),
    orderedAt: Type.Optional(instant()),
    settledAt: Type.Optional(instant()),
  }),
)

function bounded(field: keyof typeof MANNER_BOUNDS, description?: string) {
  const [least, most] = MANNER_BOUNDS[field]
  return Type.Optional(wholeNumber(least, most, description))
}

/** How it is gone about; what is absent is as usual for the kind. */
const manner = {
  canarySize: bounded('canarySize', 'Stations that all others wait for; 0 for none'),
  waveSize: bounded('waveSize', 'Stations of each wave after that'),
  atOnce: bounded('atOnce', 'Stations of a wave that are at it at the same time'),
  failureLimitPercent: bounded('failureLimitPercent', 'It stops once a larger share of those begun with has failed'),
  quietHours: Type.Optional(Type.Boolean({ description: 'Each station only when it is little used, by its own past' })),
  timeoutMinutes: bounded('timeoutMinutes', 'How long a station may take before it counts as failed'),
  waitHours: bounded('waitHours', 'How long a wave waits for who is away or busy'),
}

export const newCampaign = exactly({
  partyId: Type.Optional(identifier()),
  name: text(200),
  kind: oneOf(CAMPAIGN_KINDS),
  imageId: Type.Optional(identifier('Of a firmware campaign')),
  templateId: Type.Optional(
    identifier('Of a configuration campaign: its values, for the stations it fits unless there is a group'),
  ),
  wanted: Type.Optional(newWantedValues()),
  group: Type.Optional(stationGroup()),
  ...manner,
  begin: Type.Optional(Type.Boolean({ description: 'At once, rather than when it is started' })),
  rollbackNote: Type.Optional(text(2_000, 'What to do when it has to be taken back')),
})

export const campaignQuery = exactly({
  kind: Type.Optional(oneOf(CAMPAIGN_KINDS)),
  scheduleId: Type.Optional(identifier()),
  state: Type.Optional(oneOf(CAMPAIGN_STATES)),
  ...pageFields,
})

export const campaignMemberQuery = exactly({
  state: Type.Optional(oneOf(MEMBER_STATES)),
  rebootRequired: Type.Optional(Type.Boolean()),
  ...pageFields,
})
