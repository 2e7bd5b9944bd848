import type { StationBody } from '../../station/body.ts'
import type { Commands21 } from '../answers.ts'

/** 2.1 I07, I09 to I11. */
export function tariffCommands(body: StationBody) {
  const { tariffs } = body.trade
  const unsupported = { refused: 'not-supported', description: 'Cost is not calculated here' } as const
  const evseIds = (evseId: number) => body.evses.map(({ id }) => id).filter((id) => evseId === 0 || id === evseId)
  return {
    SetDefaultTariff({ evseId, tariff }) {
      if (!body.settings.localCost) return unsupported
      const places = evseIds(evseId)
      // I07.FR.06.
      if (places.length === 0) return { response: { status: 'Rejected', statusInfo: { reasonCode: 'UnknownEVSE' } } }
      return { response: { status: tariffs.setDefault(places, tariff) } }
    },
    GetTariffs({ evseId }) {
      if (!body.settings.localCost) return unsupported
      const tariffAssignments = tariffs.assignments(evseId)
      // I09.FR.03.
      if (tariffAssignments.length === 0) return { response: { status: 'NoTariff' } }
      return { response: { status: 'Accepted', tariffAssignments } }
    },
    ClearTariffs({ tariffIds, evseId }) {
      if (!body.settings.localCost) return unsupported
      const cleared = tariffs.clear(tariffIds, evseId)
      // I10.FR.06.
      if (cleared.length === 0) return { response: { clearTariffsResult: [{ status: 'NoTariff' }] } }
      return {
        response: { clearTariffsResult: cleared.map((tariffId) => ({ tariffId, status: 'Accepted' as const })) },
      }
    },
    ChangeTransactionTariff({ transactionId, tariff }) {
      if (!body.settings.localCost) return unsupported
      const evse = body.evses.find(({ transaction }) => transaction?.id === transactionId)
      const status = evse === undefined ? 'TxNotFound' : tariffs.change(transactionId, tariff)
      if (evse === undefined || status !== 'Accepted') return { response: { status } }
      // I11.FR.07: told by the next event, which is now.
      return { response: { status }, after: () => evse.report('Trigger', 'Trigger') }
    },
  } satisfies Commands21
}
