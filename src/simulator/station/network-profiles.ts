/** A profile as it was set, without what nobody may read back. */
export interface NetworkProfile {
  readonly url: string
  readonly securityProfile: number
  readonly messageTimeoutS: number
  readonly interface: string
  readonly identity?: string
}

/** 2.x B09.FR.06. */
export const NETWORK_SLOTS = [1, 2] as const

/** Where the station was told to connect; kept and shown, for whoever makes it connect there. */
export class NetworkProfiles {
  readonly #profiles = new Map<number, NetworkProfile>()

  /** False for a slot the station does not have (B09.FR.05), or an address that is none (B09.FR.02). */
  set(slot: number, profile: NetworkProfile): boolean {
    if (!NETWORK_SLOTS.some((one) => one === slot) || !/^wss?:\/\/[^/]/.test(profile.url)) return false
    this.#profiles.set(slot, profile)
    return true
  }

  get(slot: number): NetworkProfile | undefined {
    return this.#profiles.get(slot)
  }
}
