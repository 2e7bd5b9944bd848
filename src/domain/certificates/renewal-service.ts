import { errorCode, everyParty } from '#kernel'
import type { Certificates } from './certificate.ts'
import { type CertificateParts, PLATFORM } from './options.ts'
import { takeRenewals } from './renewal-store.ts'
import { PATIENCE_MS } from './renewal-wait.ts'

const DAY_MS = 86_400_000
/** Stations asked in one run, so that those of one commissioning day do not all come at once. */
export const RENEWALS_A_RUN = 100

/** Has stations ask for new certificates before theirs end (A02). */
export function createRenewal(parts: CertificateParts): Pick<Certificates, 'askToRenew' | 'renew'> {
  const { database, commands, logger, now, renewDays } = parts

  async function ask(stationId: string): Promise<void> {
    try {
      const request = { message: 'sign-certificate' } as const
      await commands.submit(everyParty, { ...PLATFORM, stationId, kind: 'trigger', request })
    } catch (error) {
      logger.warn('A station could not be asked to renew its certificate', { stationId, code: errorCode(error) })
    }
  }

  return {
    askToRenew: ask,
    async renew() {
      const at = now()
      const endsBefore = new Date(at.getTime() + renewDays * DAY_MS)
      const notAskedSince = new Date(at.getTime() - PATIENCE_MS)
      const due = await takeRenewals(database, endsBefore, notAskedSince, at, RENEWALS_A_RUN)
      for (const { stationId } of due) await ask(stationId)
      return due.length
    },
  }
}
