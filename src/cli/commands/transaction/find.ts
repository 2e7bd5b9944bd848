import type { Command } from 'commander'
import type { ApiClient } from '#api-client'

export const REFERENCE_HELP = `
A transaction is named by the platform's id, or with --station by the id that the station uses on the wire.`

export function withStation(command: Command): Command {
  return command.option('--station <id>', 'take the argument as the id this station uses on the wire')
}

/** The platform's id of a transaction. @throws AppError `not-found` */
export async function transactionIdOf(api: ApiClient, wanted: string, stationId: string | undefined): Promise<string> {
  if (stationId === undefined) return wanted
  return (await api.call('lastEnergy', { query: { stationId, reference: wanted } })).transactionId
}
