import { Type } from 'typebox'
import { TOKEN_KINDS } from '#domain/authorization'
import {
  LISTED_STATES,
  type ListDrift,
  type ListedToken,
  type ListLimits,
  type ListSelection,
  type LocalList,
  MOST_ENTRIES,
} from '#domain/local-lists'
import { identifier, instant } from './fields.ts'
import { pageFields } from './page.ts'
import { exactly, oneOf, resource } from './resource.ts'

const limits = resource<ListLimits>()(
  'LocalListLimits',
  exactly({
    entries: Type.Optional(Type.Integer({ description: 'Entries the list may have' })),
    itemsPerMessage: Type.Optional(Type.Integer()),
    bytesPerMessage: Type.Optional(Type.Integer()),
  }),
)

const drift = resource<ListDrift>()(
  'LocalListDrift',
  exactly({
    upToDate: Type.Boolean(),
    put: Type.Integer({ description: 'Entries that are missing or differ' }),
    drop: Type.Integer({ description: 'Entries that are to go' }),
    omitted: Type.Integer({ description: 'Tokens that find no room on the list' }),
    otherVersion: Type.Boolean({ description: 'The station named another version than it had confirmed' }),
  }),
)

export const localList = resource<LocalList>()(
  'LocalList',
  exactly({
    stationId: identifier(),
    partyId: identifier(),
    selection: Type.Union([Type.Literal('all'), Type.Literal('chosen')]),
    tokenIds: Type.Optional(Type.Array(Type.String(), { description: 'The chosen ones' })),
    version: Type.Integer({ description: 'Last confirmed by the station; 0 is none' }),
    confirmedAt: Type.Optional(instant()),
    reportedVersion: Type.Optional(
      Type.Integer({ description: 'As the station named it last; 0 none, −1 unsupported' }),
    ),
    reportedAt: Type.Optional(instant()),
    uncertain: Type.Boolean({ description: 'An update was sent and never answered' }),
    entries: Type.Integer({ description: 'Entries the station has confirmed' }),
    limits,
    drift,
  }),
)

const standing = (description: string) =>
  exactly(
    {
      kind: oneOf(TOKEN_KINDS),
      status: oneOf(['accepted', 'blocked', 'expired']),
      groupId: Type.Optional(Type.String()),
      validUntil: Type.Optional(instant()),
    },
    { description },
  )

export const listedToken = resource<ListedToken>()(
  'ListedToken',
  exactly({
    number: Type.Integer({ description: 'Its place among all of them' }),
    value: Type.String({ description: '*** of a typed code' }),
    state: oneOf(LISTED_STATES),
    held: Type.Optional(standing('As the station has confirmed it; absent when it is to be added')),
    wanted: Type.Optional(standing('As it is to be; absent when it is to go')),
  }),
)

export const listedTokenQuery = exactly({
  state: Type.Optional(oneOf(LISTED_STATES, 'Only those that differ so, or not at all')),
  ...pageFields,
})

export const listSelection = Type.Unsafe<ListSelection>({
  type: 'object',
  required: ['selection'],
  discriminator: { propertyName: 'selection' },
  oneOf: [
    exactly({ selection: Type.Literal('all') }),
    exactly({
      selection: Type.Literal('chosen'),
      tokenIds: Type.Array(identifier(), { maxItems: MOST_ENTRIES }),
    }),
  ],
})
