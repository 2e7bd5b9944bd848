import type { RefusalReason, TokenKind, TokenRef, Verdict } from '#domain/authorization'
import type { IdTagInfo } from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { boundedName } from './bounded-name.ts'
import { wordFor } from './word.ts'

const status16 = {
  unknown: 'Invalid',
  invalid: 'Invalid',
  blocked: 'Blocked',
  expired: 'Expired',
  concurrent: 'ConcurrentTx',
  // 1.6 has no word for it.
  'no-credit': 'Blocked',
  // 1.6 §7.2 knows no places; Blocked is known and may not charge.
  'not-here': 'Blocked',
  'wrong-kind': 'Blocked',
} as const satisfies Record<RefusalReason, IdTagInfo['status']>

const status2x = {
  unknown: 'Unknown',
  invalid: 'Invalid',
  blocked: 'Blocked',
  expired: 'Expired',
  concurrent: 'ConcurrentTx',
  'no-credit': 'NoCredit',
  'not-here': 'NotAtThisLocation',
  'wrong-kind': 'NotAllowedTypeEVSE',
} as const satisfies Record<RefusalReason, v201.AuthorizationStatusEnumType & v21.AuthorizationStatusEnumType>

/** 2.1 keeps the kinds in an open list (appendix, IdTokenEnumStringType); 2.0.1's are among them. */
const kinds: Readonly<Record<string, TokenKind>> = {
  Central: 'central',
  DirectPayment: 'direct-payment',
  eMAID: 'emaid',
  EVCCID: 'evccid',
  ISO14443: 'rfid',
  ISO15693: 'rfid',
  KeyCode: 'key-code',
  Local: 'local',
  MacAddress: 'mac-address',
  NoAuthorization: 'no-authorization',
  VIN: 'vin',
}

/** Longest idTag of 1.6 (§7.28); a longer group cannot be told. */
export const ID_TAG_LIMIT = 20

/** 1.6 §7.28: every idTag is a card as far as the station says. */
export function readIdTag(idTag: string): TokenRef {
  return { value: boundedName(idTag), kind: 'rfid' }
}

export function readIdToken({ idToken, type }: v201.IdTokenType | v21.IdTokenType): TokenRef {
  return { value: boundedName(idToken), kind: wordFor(kinds, type) ?? 'unknown' }
}

/** 1.6 §7.27. */
export function writeIdTagInfo(verdict: Verdict): IdTagInfo {
  const { groupId, validUntil } = verdict
  return {
    status: verdict.status === 'accepted' ? 'Accepted' : status16[verdict.reason],
    ...(groupId === undefined || groupId.length > ID_TAG_LIMIT ? {} : { parentIdTag: groupId }),
    ...(validUntil === undefined ? {} : { expiryDate: validUntil.toISOString() }),
  }
}

/** 2.0.1 and 2.1 part 2, IdTokenInfoType; the group goes along so that its members may stop each other (C09.FR.12). */
export function writeIdTokenInfo(verdict: Verdict): v201.IdTokenInfoType & v21.IdTokenInfoType {
  const { groupId, validUntil } = verdict
  return {
    status: verdict.status === 'accepted' ? 'Accepted' : status2x[verdict.reason],
    ...(groupId === undefined ? {} : { groupIdToken: { idToken: groupId, type: 'Central' } }),
    ...(validUntil === undefined ? {} : { cacheExpiryDateTime: validUntil.toISOString() }),
    // C01.FR.20; a refused one is not told any (C01.FR.22).
    ...(verdict.status === 'accepted' && verdict.evseIds !== undefined ? { evseId: verdict.evseIds } : {}),
  }
}
