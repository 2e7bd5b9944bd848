import { connectOcpp, type OcppClientConnection } from '#ocpp/transport'

/** What one station was told, by the key of what it had said. */
export interface Answered {
  readonly stationId: string
  /** 2.x event numbers that were answered. */
  readonly seqNos: Set<number>
}

/**
 * A station that tells events of one transaction as fast as it is answered, and as a real one says again after a lost
 * connection what was not answered. It remembers what was.
 */
export class TellingStation {
  readonly answered: Answered
  readonly #version = 'ocpp2.0.1' as const
  #connection: OcppClientConnection | undefined
  #seqNo = 0
  #running = true
  #lost: ((code: number) => void) | undefined

  constructor(stationId: string) {
    this.answered = { stationId, seqNos: new Set() }
  }

  /** Tells until the connection is lost; resolves then, with the code it was closed with. */
  async tell(url: string): Promise<number> {
    const { stationId } = this.answered
    this.#running = true
    this.#connection = await connectOcpp({
      url,
      identity: stationId,
      versions: [this.#version],
      handler: {
        onFrame: (_, text) => this.#onFrame(text),
        onClose: (_, code) => this.#lost?.(code),
      },
    })
    this.#connection.send(
      `[2,"boot","BootNotification",{"reason":"PowerUp","chargingStation":{"model":"M","vendorName":"V"}}]`,
    )
    const code = await new Promise<number>((resolve) => {
      this.#lost = resolve
    })
    this.#running = false
    return code
  }

  hangUp(): void {
    this.#connection?.terminate()
  }

  #onFrame(text: string): void {
    const [type, id] = JSON.parse(text) as [number, string]
    if (id !== 'boot') {
      if (type !== 3) throw new Error(`A transaction message was refused: ${text}`)
      this.answered.seqNos.add(this.#seqNo)
      this.#seqNo += 1
    }
    if (this.#running) this.#connection?.send(this.#event())
  }

  #event(): string {
    const seqNo = this.#seqNo
    const timestamp = new Date(Date.UTC(2026, 5, 1) + seqNo * 1_000).toISOString()
    const payload = {
      eventType: seqNo === 0 ? 'Started' : 'Updated',
      timestamp,
      triggerReason: 'MeterValuePeriodic',
      seqNo,
      transactionInfo: { transactionId: 'tx' },
      evse: { id: 1, connectorId: 1 },
      meterValue: [{ timestamp, sampledValue: [{ value: seqNo * 10 }] }],
    }
    return JSON.stringify([2, `${this.answered.stationId}/${seqNo}`, 'TransactionEvent', payload])
  }
}
