import { BatteryRack } from './battery-rack.ts'
import type { Part } from './part.ts'
import { PaymentDesk } from './payment-desk.ts'
import { QrDisplay } from './qr-display.ts'
import { TariffBook } from './tariff-book.ts'

/** What a station of 2.1 sells and how it is paid. */
export class Trade {
  readonly tariffs = new TariffBook()
  readonly payments = new PaymentDesk()
  readonly batteries = new BatteryRack()
  readonly qr = new QrDisplay()
  /** What of it hears of the life of the station; tariffs and the address of the QR code outlast everything. */
  readonly parts: readonly Part[] = [this.payments, this.batteries]
}
