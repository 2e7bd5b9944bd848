import { AppError } from '#kernel'
import type { Queries } from '#storage'
import type { ChargingCapabilities } from './capabilities.ts'
import { directionFault, phaseFault } from './check-mode.ts'
import { faultOf } from './check-profile.ts'
import { clash, type PlacedProfile } from './clash.ts'
import { loadNeeds } from './needs-store.ts'
import { loadRows, MAX_PROFILES, type ProfileRow, profileOf, putSent, takeTurn } from './profile-store.ts'
import type { PreparedProfile, WantedProfile } from './smart-charging.ts'
import { loadCapabilities } from './station-facts-store.ts'
import { followTransactions } from './transaction-link-store.ts'

const HIGHEST_ID = 2 ** 31 - 1

/**
 * Judges a profile against the rules, what the station can do, and what is there already; notes it as sent. Inside a
 * transaction.
 *
 * @throws AppError `invalid` when it breaks a rule, `conflict` when it would be a duplicate, `too-many`
 */
export async function prepareProfile(queries: Queries, wanted: WantedProfile, at: Date): Promise<PreparedProfile> {
  const { stationId, evseId, profile, transactionReference, startNumber } = wanted
  const capabilities = await loadCapabilities(queries, stationId)
  const forTransaction = transactionReference !== undefined || startNumber !== undefined
  const told = transactionReference === undefined ? [] : await loadNeeds(queries, stationId)
  const needs = told.find((one) => one.transactionReference === transactionReference)?.needs
  const fault =
    faultOf(profile, { evseId, forTransaction }, capabilities) ??
    directionFault(profile, needs?.transfer) ??
    phaseFault(profile, needs)
  if (fault !== undefined) throw new AppError('invalid', fault)
  await takeTurn(queries, stationId)
  await followTransactions(queries, stationId, at)
  const rows = await loadRows(queries, stationId)
  const profileId = chooseId(wanted, rows, capabilities)
  const replaced = rows.find((row) => row.profile_id === profileId)
  if (replaced === undefined && rows.length >= MAX_PROFILES) {
    throw new AppError('too-many', `The station has ${rows.length} profiles already`)
  }
  await putSent(queries, wanted, { profileId, replaced, at })
  return { profileId, evseId, profile }
}

function chooseId(
  wanted: WantedProfile,
  rows: readonly ProfileRow[],
  { maxExternalId = 0 }: ChargingCapabilities,
): number {
  const { evseId, profile, transactionReference, commandId } = wanted
  const place: PlacedProfile = {
    evseId,
    purpose: profile.purpose,
    stackLevel: profile.stackLevel,
    profile,
    ...(transactionReference !== undefined && { transactionReference }),
  }
  const clashing = rows.filter((row) => clash(place, placeOf(row)) && row.command_id !== commandId)
  const { profileId = idAtPlace(rows, clashing, wanted) ?? nextId(rows, maxExternalId) } = wanted
  // 2.1 K01.FR.80
  if (profileId <= maxExternalId) throw new AppError('invalid', `Ids up to ${maxExternalId} are the station's own`)
  const known = rows.find((row) => row.profile_id === profileId)
  // K01.FR.05
  if (known?.source !== undefined && known.purpose === 'external-constraints') {
    throw new AppError('conflict', `Profile ${profileId} is a constraint from outside, which cannot be replaced`)
  }
  // K01.FR.06, K01.FR.39
  const other = clashing.find((row) => row.profile_id !== profileId)
  if (other !== undefined) {
    const message = `Profile ${other.profile_id} has this purpose and stack level there already; replace or clear it`
    throw new AppError('conflict', message, { profileId: other.profile_id })
  }
  return profileId
}

/** The one that is replaced by taking its place, or the one that this command has tried to send before. */
function idAtPlace(
  rows: readonly ProfileRow[],
  clashing: readonly ProfileRow[],
  { evseId, commandId }: WantedProfile,
): number | undefined {
  const tried = rows.find((row) => row.command_id === commandId)
  return (tried ?? clashing.find((row) => row.evse_id === evseId))?.profile_id
}

function nextId(rows: readonly ProfileRow[], maxExternalId: number): number {
  const id = rows.reduce((highest, row) => Math.max(highest, row.profile_id), maxExternalId) + 1
  if (id <= HIGHEST_ID) return id
  const taken = new Set(rows.map((row) => row.profile_id))
  for (let free = maxExternalId + 1; free < HIGHEST_ID; free += 1) if (!taken.has(free)) return free
  throw new AppError('too-many', 'The station has no id left for a profile')
}

function placeOf(row: ProfileRow): PlacedProfile {
  const { sent, reported, ...place } = profileOf(row)
  return { ...place, profile: sent ?? reported ?? {} }
}
