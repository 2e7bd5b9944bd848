/** A profile as it was set; the password is read back by nobody. */
export interface NetworkProfile {
  readonly url: string
  readonly securityProfile: number
  readonly messageTimeoutS: number
  readonly interface: string
  readonly identity?: string
  readonly password?: string
}

/** 2.x B09.FR.06. */
export const NETWORK_SLOTS = [1, 2] as const

/** How often each entry of the priority is tried (2.x NetworkProfileConnectionAttempts). */
export const ATTEMPTS_A_PROFILE = 3

/**
 * Where the station connects: where it was set up to, or where it was told to from its next restart on. What cannot be
 * reached gives way to the next entry, and at last to where the station was connected before (2.x B10).
 */
export class NetworkProfiles {
  readonly #profiles = new Map<number, NetworkProfile>()
  #priority: readonly number[] = []
  /** Entries still to be tried after a restart, the present one first; empty: it goes on where it was connected last. */
  #plan: readonly number[] = []
  #failures = 0
  /** Undefined: where it was set up to. */
  #lastGood: NetworkProfile | undefined

  /** False for a slot the station does not have (B09.FR.05), or an address that is none (B09.FR.02). */
  set(slot: number, profile: NetworkProfile): boolean {
    if (!NETWORK_SLOTS.some((one) => one === slot) || !/^wss?:\/\/[^/]/.test(profile.url)) return false
    this.#profiles.set(slot, profile)
    return true
  }

  get(slot: number): NetworkProfile | undefined {
    return this.#profiles.get(slot)
  }

  get priority(): readonly number[] {
    return this.#priority
  }

  /** False when one of the slots holds nothing that `may` be used (B10.FR.02, A05.FR.02 and 03). */
  prefer(text: string, may: (profile: NetworkProfile) => boolean): boolean {
    const slots = text.split(',').map(Number)
    const profiles = slots.map((slot) => this.#profiles.get(slot))
    if (!profiles.every((profile) => profile !== undefined && may(profile))) return false
    this.#priority = slots
    return true
  }

  /** Where to connect now; undefined: where it was set up to. */
  get current(): NetworkProfile | undefined {
    const [slot] = this.#plan
    return slot === undefined ? this.#lastGood : this.#profiles.get(slot)
  }

  /** B10.FR.04, A05.FR.05: after a restart it begins with the first entry. */
  restarted(): void {
    this.#plan = this.#priority
    this.#failures = 0
  }

  /** B10.FR.03 and 07: so many attempts for each entry, then back to where it was. */
  failed(): void {
    if (this.#plan.length === 0) return
    this.#failures += 1
    if (this.#failures < ATTEMPTS_A_PROFILE) return
    this.#plan = this.#plan.slice(1)
    this.#failures = 0
  }

  /** A05.FR.06: once it is there, what is lower is forgotten. */
  connected(): void {
    const { current } = this
    this.#lastGood = current
    this.#plan = []
    if (current === undefined) return
    for (const [slot, { securityProfile }] of this.#profiles) {
      if (securityProfile < current.securityProfile) this.#profiles.delete(slot)
    }
    this.#priority = this.#priority.filter((slot) => this.#profiles.has(slot))
  }
}
