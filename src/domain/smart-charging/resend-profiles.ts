import type { Clock, Logger } from '#kernel'
import type { Database } from '#storage'
import { type NewChargingProfile, SETTABLE_PURPOSES } from './charging-profile.ts'
import type { SubmitProfile } from './needs-desk.ts'
import { loadRows, profileOf } from './profile-store.ts'
import { loadCapabilities } from './station-facts-store.ts'

interface ResendOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly submit: SubmitProfile
}

interface Resumed {
  readonly partyId: string
  readonly stationId: string
  readonly reference: string
}

/** Sends the profiles of a transaction again, once the answer to its event is on its way (2.1 B13.FR.31, E17.FR.15). */
export async function resendProfiles(
  { database, clock, logger, submit }: ResendOptions,
  { partyId, stationId, reference }: Resumed,
): Promise<void> {
  const { keepsTransactionProfiles } = await loadCapabilities(database, stationId)
  if (keepsTransactionProfiles === true) return
  const profiles = (await loadRows(database, stationId)).map(profileOf)
  for (const { evseId, profileId, purpose, transactionReference, sent } of profiles) {
    if (purpose !== 'transaction' || transactionReference !== reference || sent === undefined) continue
    const profile = settable(sent)
    if (profile === undefined) continue
    clock.after(0, () => {
      submit({ partyId, stationId, evseId, reference, profileId, profile }).catch((error: unknown) =>
        logger.warn('A transaction that goes on could not be sent its profile', { stationId, error }),
      )
    })
  }
}

function settable({ purpose, ...rest }: Omit<NewChargingProfile, 'purpose'> & { readonly purpose: string }) {
  const known = SETTABLE_PURPOSES.find((one) => one === purpose)
  return known === undefined ? undefined : { ...rest, purpose: known }
}
