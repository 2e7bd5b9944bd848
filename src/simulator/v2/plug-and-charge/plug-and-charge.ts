import type { ContractWallet } from '../../plug-and-charge/contract-wallet.ts'
import type { Secc } from '../../plug-and-charge/secc.ts'
import type { StationBody } from '../../station/body.ts'
import type { Evse } from '../../station/evse.ts'
import type { Part } from '../../station/part.ts'
import { trustsVehicle } from './chain-status.ts'
import { installContracts } from './contract-installation.ts'
import { contractToken } from './shown-contract.ts'

/** What a station does with a car that can charge without a card: handshake, contract, authorization (2.x C07, M01, M02; 2.1 M07). */
export class PlugAndCharge implements Part {
  readonly #body: StationBody
  readonly #secc: Secc

  constructor(body: StationBody, secc: Secc) {
    this.#body = body
    this.#secc = secc
  }

  arrived(evse: Evse): void {
    const wallet = evse.car?.vehicle.wallet
    if (wallet !== undefined && this.#body.settings.plugAndCharge) void this.#begin(evse, wallet)
  }

  /** Where it does not come to a contract, the driver may still hold a card to the reader (C08). */
  async #begin(evse: Evse, wallet: ContractWallet): Promise<void> {
    const body = this.#body
    if (!wallet.trusts(this.#secc, body.nowMs())) return
    const is20 = body.version === 'ocpp2.1' && wallet.protocol === 'iso15118-20'
    if (is20 && !(await trustsVehicle(body, this.#secc, wallet))) return
    if (body.settings.contractInstallation && body.online) await installContracts(body, wallet, is20)
    const contract = wallet.best(body.nowMs())
    const token = contract && contractToken(body, contract)
    if (token === undefined || evse.car?.vehicle.wallet !== wallet || evse.token !== undefined) return
    await body.presentToken(token, evse.id)
  }
}
