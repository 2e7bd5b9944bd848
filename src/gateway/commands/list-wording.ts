import type { ListEntry } from '#domain/local-lists'
import type { OcppVersion } from '#ocpp/rpc'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { ID_TAG_LIMIT } from '../actions/token-codec.ts'
import { type CommandContext, type CommandFile, type PlannedCall, say } from './command-codec.ts'
import type { ListPiece } from './list-pieces.ts'
import type { ListWording } from './list-update.ts'
import { readStatus } from './status-answer.ts'
import { types21, types201, writeGroup, writeIdToken } from './token-writing.ts'

const statuses = { accepted: 'Accepted', blocked: 'Blocked', expired: 'Expired' } as const satisfies Record<
  ListEntry['status'],
  v16.IdTagInfo['status'] & v201.AuthorizationStatusEnumType & v21.AuthorizationStatusEnumType
>

/** 1.6 §7.1: without idTagInfo the tag is taken off the list. */
function item16({ value, status, groupId, validUntil }: ListEntry, dropped: boolean): v16.AuthorizationData {
  if (dropped) return { idTag: value }
  const parentIdTag = groupId !== undefined && groupId.length <= ID_TAG_LIMIT ? groupId : undefined
  const expiryDate = validUntil?.toISOString()
  return { idTag: value, idTagInfo: defined({ status: statuses[status], parentIdTag, expiryDate }) }
}

function item2x<Type extends string>(types: Readonly<Record<string, Type>>, central: Type) {
  return (entry: ListEntry, dropped: boolean) => {
    const idToken = writeIdToken(entry.value, entry.kind, types, central)
    if (dropped) return { idToken }
    const { groupId, validUntil } = entry
    const groupIdToken = writeGroup(groupId, central)
    const cacheExpiryDateTime = validUntil?.toISOString()
    return { idToken, idTokenInfo: defined({ status: statuses[entry.status], groupIdToken, cacheExpiryDateTime }) }
  }
}

/** The list of a message; an empty one is left out (B-12), which means the same (D01.FR.04). */
function itemsOf<Item>({ changes }: ListPiece, item: (entry: ListEntry, dropped: boolean) => Item) {
  const items = [...changes.drop.map((entry) => item(entry, true)), ...changes.put.map((entry) => item(entry, false))]
  return items.length === 0 ? {} : { localAuthorizationList: items }
}

const item201 = item2x<v201.IdTokenEnumType>(types201, 'Central')
const item21 = item2x<string>(types21, 'Central')

const updateType = ({ full }: ListPiece) => (full ? ('Full' as const) : ('Differential' as const))

/** Says an update as one call. */
const sayings: Readonly<Record<OcppVersion, (piece: ListPiece) => CommandFile<'send-local-list'>[OcppVersion]>> = {
  'ocpp1.6': (piece) =>
    say('ocpp1.6', 'SendLocalList', {
      write: () => [{ listVersion: piece.version, updateType: updateType(piece), ...itemsOf(piece, item16) }],
      read: readStatus,
    }),
  'ocpp2.0.1': (piece) =>
    say('ocpp2.0.1', 'SendLocalList', {
      write: () => [{ versionNumber: piece.version, updateType: updateType(piece), ...itemsOf(piece, item201) }],
      read: readStatus,
    }),
  'ocpp2.1': (piece) =>
    say('ocpp2.1', 'SendLocalList', {
      write: () => [{ versionNumber: piece.version, updateType: updateType(piece), ...itemsOf(piece, item21) }],
      read: readStatus,
    }),
}

const items = { 'ocpp1.6': item16, 'ocpp2.0.1': item201, 'ocpp2.1': item21 } as const

/** How a version updates a list. */
export function listWording(version: OcppVersion, context: CommandContext): ListWording {
  return {
    item: items[version],
    update(piece): readonly PlannedCall[] {
      const calls = sayings[version](piece)({}, context)
      return 'unsupported' in calls ? [] : calls
    },
  }
}
