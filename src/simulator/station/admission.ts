import type { Authorizer } from './authorizer.ts'
import type { ChargingProfile } from './charging-profile.ts'
import type { ChargingProfiles } from './charging-profiles.ts'
import type { Verdict } from './dialect.ts'
import type { Evse } from './evse.ts'
import { isFree } from './evse-conditions.ts'
import type { Reservations } from './reservations.ts'
import type { Settings } from './settings.ts'
import type { Token } from './transaction.ts'

export interface AdmissionOptions {
  readonly settings: Settings
  readonly evses: () => readonly Evse[]
  readonly authorizer: Authorizer
  readonly reservations: Reservations
  readonly profiles: ChargingProfiles
}

/** Who may begin where, and end what: for those who stand there, and for those who are far away. */
export class Admission {
  readonly #options: AdmissionOptions

  constructor(options: AdmissionOptions) {
    this.#options = options
  }

  /** A token is held to the reader: begins, or ends what the same token (or one of its group) began. */
  present(token: Token, evse: Evse): Promise<Verdict> {
    const { authorizer, reservations } = this.#options
    if (evse.token?.value === token.value) {
      evse.stop('StopAuthorized', 'Local', token)
      return Promise.resolve({ accepted: true, status: 'Accepted' })
    }
    return new Promise((resolve) => {
      authorizer.judge(token, (judged) => {
        const verdict = at(evse, judged)
        if (verdict.accepted && evse.token === undefined) {
          resolve(reservations.begin(evse, token, verdict, 'Authorized'))
          return
        }
        if (evse.token !== undefined && authorizer.sameGroup(evse.token, token))
          evse.stop('StopAuthorized', 'Local', token)
        resolve(verdict)
      })
    })
  }

  freeEvse(id: number | undefined, token: Token): Evse | undefined {
    const { evses, reservations } = this.#options
    const free = evses().filter((evse) => isFree(evse.status) && reservations.admits(evse, token))
    if (id !== undefined) return free.find((evse) => evse.id === id)
    return free.find((evse) => evse.connected) ?? free[0]
  }

  startRemotely(evse: Evse, token: Token, remoteStartId: number | undefined, profile?: ChargingProfile): void {
    const { settings, authorizer, reservations, profiles } = this.#options
    const begin = (judged: Verdict) => {
      const verdict = at(evse, judged)
      if (!verdict.accepted || !reservations.admits(evse, token, verdict.group)) return
      if (profile !== undefined) profiles.awaitTransaction(evse, profile)
      reservations.begin(evse, token, verdict, 'RemoteStart', remoteStartId)
    }
    if (settings.authorizeRemoteStart) authorizer.judge(token, begin)
    else begin({ accepted: true, status: 'Accepted' })
  }
}

/** A verdict for one EVSE: a token that is good for others is not for this (2.x C01.FR.21). */
function at(evse: Evse, verdict: Verdict): Verdict {
  if (!verdict.accepted || verdict.evseIds?.includes(evse.id) !== false) return verdict
  return { ...verdict, accepted: false, status: 'NotAtThisLocation' }
}
