/** Holding an EVSE for somebody who is on the way. */
export interface ReservationRequests {
  'reserve-now': {
    /** Absent: any EVSE of the station. */
    readonly evseId?: number
    /** Any EVSE with such a connector; the word of OCPP (2.x). */
    readonly connectorType?: string
    readonly token: string
    readonly tokenKind?: string
    /** Everybody of this group may use it too. */
    readonly groupId?: string
    /** ISO 8601. */
    readonly expiresAt: string
    /** Changes this reservation of ours instead of making another. */
    readonly reservationId?: string
  }
  'cancel-reservation': { readonly reservationId: string }
}
