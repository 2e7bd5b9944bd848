import { createHash } from 'node:crypto'
import { type KeptValue, loadStillToSet, openValue, placeKey, planWanted } from '#domain/configuration'
import type { Database } from '#storage'
import type { CampaignOrder, CampaignWork } from './campaign-work.ts'
import { setOutcome } from './set-outcome.ts'

export interface ConfigurationWorkOptions {
  readonly database: Database
  readonly secretKey: Uint8Array
}

/** Values are set at stations: all at once in one wave, because one that is away keeps nobody waiting. */
export function configurationWork({ database, secretKey }: ConfigurationWorkOptions): CampaignWork {
  return {
    usual: {
      canarySize: 0,
      waveSize: 100_000,
      atOnce: 20,
      failureLimitPercent: 100,
      quietHours: false,
      timeoutMinutes: 240,
      waitHours: 168,
    },
    interrupts: false,
    expiresInS: 300,
    async plan({ partyId, templateId, wanted, group }) {
      const plan = { ...(templateId && { templateId }), ...(wanted && { wanted }), ...(group && { group }) }
      return { ...(templateId && { templateId }), ...(await planWanted(database, secretKey, partyId, plan)) }
    },
    hindrance: () => undefined,
    async due({ wanted }, waiting) {
      const there = waiting.filter(({ connected }) => connected)
      const stations = there.map(({ station_id, ocpp_version }) => ({
        stationId: station_id,
        ocppVersion: ocpp_version,
      }))
      const found = await loadStillToSet(database, wanted, stations)
      return new Map(
        there.flatMap(({ number, station_id }) => {
          const still = found.get(station_id)
          if (still === undefined) return []
          return [[number, 'set' in still ? () => orderOf(secretKey, still.set) : still] as const]
        }),
      )
    },
    endOf: setOutcome,
  }
}

function orderOf(secretKey: Uint8Array, set: readonly KeptValue[]): CampaignOrder {
  const variables = set.map((kept) => {
    const { sealed: _, value: __, ...place } = kept
    return { ...place, value: openValue(secretKey, kept) }
  })
  // What a station still has to be told may have become less since the same order broke off.
  const what = createHash('sha256').update(set.map(placeKey).join()).digest('hex').slice(0, 16)
  return { command: { kind: 'set-variables', request: { variables } }, what }
}
