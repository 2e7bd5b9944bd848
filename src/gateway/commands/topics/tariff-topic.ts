import type { CommandAnswer } from '../command-codec.ts'
import { type CommandTopic, isKind } from '../command-topic.ts'
import { referenceOf } from '../reference-of.ts'

/** Tariffs that stations count by, as they have taken them (2.1 I07, I09 to I11). */
export const tariffTopic: CommandTopic = {
  async learn({ costs, transactions }, command, answers) {
    const { partyId, stationId } = command
    for (const answer of answers) {
      if (isKind(command, 'clear-tariffs')) {
        const cleared = told(answer).flatMap(({ tariffId, status }) =>
          typeof tariffId === 'string' && status === 'Accepted' ? [tariffId] : [],
        )
        await costs.defaultsCleared(stationId, command.request.evseId ?? 0, cleared)
      }
      if (isKind(command, 'get-tariffs') && (command.request.evseId ?? 0) === 0) {
        if (answer.accepted || answer.status === 'NoTariff') await costs.defaultsTold(partyId, stationId, kept(answer))
      }
      if (!answer.accepted) continue
      if (isKind(command, 'set-default-tariff')) {
        const { evseId = 0, tariffId } = command.request
        await costs.defaultKept(partyId, { stationId, evseId, tariffId })
      }
      if (isKind(command, 'change-transaction-tariff')) {
        const reference = await referenceOf(transactions, command)
        if (reference === undefined) continue
        await costs.changeAccepted(partyId, stationId, reference, command.request.tariffId)
      }
    }
  },
}

/** What an answer says of each tariff. */
function told({ details }: CommandAnswer): readonly Readonly<Record<string, unknown>>[] {
  const tariffs: unknown = details?.tariffs
  return Array.isArray(tariffs) ? tariffs.filter((one) => typeof one === 'object' && one !== null) : []
}

/** Default tariffs and where they are kept. */
function kept(answer: CommandAnswer): { readonly evseId: number; readonly tariffId: string }[] {
  return told(answer).flatMap(({ tariffId, kind, evseIds }) => {
    if (typeof tariffId !== 'string' || kind !== 'default' || !Array.isArray(evseIds)) return []
    return evseIds.flatMap((evseId) => (Number.isSafeInteger(evseId) ? [{ evseId: Number(evseId), tariffId }] : []))
  })
}
