import { Type } from 'typebox'
import { CAMPAIGN_KINDS, CAMPAIGN_STATES, type Campaign, type CampaignMember, MEMBER_STATES } from '#domain/campaigns'
import { identifier, instant, text, wholeNumber } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

const count = () => Type.Integer()

export const campaign = resource<Campaign>()(
  'Campaign',
  exactly({
    id: identifier(),
    partyId: identifier(),
    name: Type.String(),
    kind: oneOf(CAMPAIGN_KINDS),
    imageId: Type.Optional(identifier()),
    version: Type.Optional(Type.String()),
    state: oneOf(CAMPAIGN_STATES),
    reason: Type.Optional(Type.String({ description: 'Why it stopped' })),
    rollbackNote: Type.Optional(Type.String()),
    requestedBy: Type.String(),
    requestedByName: Type.String(),
    canarySize: count(),
    waveSize: count(),
    failureLimitPercent: count(),
    quietHours: Type.Boolean(),
    timeoutMinutes: count(),
    waitHours: count(),
    wave: Type.Integer({ description: 'The wave it is at; 0 is the canary' }),
    waves: count(),
    progress: exactly({
      waiting: count(),
      ordered: count(),
      succeeded: count(),
      failed: count(),
      skipped: count(),
    }),
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
    reason: Type.Optional(Type.String()),
    attempts: Type.Integer(),
    commandId: Type.Optional(identifier()),
    formerVersion: Type.Optional(Type.String({ description: 'What it ran before: the way back' })),
    orderedAt: Type.Optional(instant()),
    settledAt: Type.Optional(instant()),
  }),
)

export const newCampaign = exactly({
  partyId: Type.Optional(identifier()),
  name: text(200),
  kind: oneOf(CAMPAIGN_KINDS),
  imageId: Type.Optional(identifier('Of a firmware campaign')),
  group: exactly({
    vendor: Type.Optional(text(50)),
    model: Type.Optional(text(50)),
    locationId: Type.Optional(identifier()),
    stationIds: Type.Optional(Type.Array(identifier(), { minItems: 1, maxItems: 1000 })),
  }),
  canarySize: Type.Optional(
    wholeNumber(1, 1_000, 'Stations of the first wave, which all others wait for; 1 if absent'),
  ),
  waveSize: Type.Optional(wholeNumber(1, 1_000, 'Stations of each wave after that; 50 if absent')),
  failureLimitPercent: Type.Optional(
    wholeNumber(0, 100, 'It stops once a larger share of those begun with has failed; 5 if absent'),
  ),
  quietHours: Type.Optional(
    Type.Boolean({ description: 'Each station only when it is little used, by its own past; so if absent' }),
  ),
  timeoutMinutes: Type.Optional(
    wholeNumber(1, 10_080, 'How long a station may take before it counts as failed; 240 if absent'),
  ),
  waitHours: Type.Optional(wholeNumber(1, 8_760, 'How long a wave waits for who is away or busy; 168 if absent')),
  rollbackNote: Type.Optional(text(2_000, 'What to do when it has to be taken back')),
})

export const campaignQuery = exactly({ state: Type.Optional(oneOf(CAMPAIGN_STATES)), ...pageFields })

export const campaignMemberQuery = exactly({ state: Type.Optional(oneOf(MEMBER_STATES)), ...pageFields })
