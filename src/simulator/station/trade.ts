import { BatteryRack } from './battery-rack.ts'
import { PaymentDesk } from './payment-desk.ts'
import { QrDisplay } from './qr-display.ts'
import { TariffBook } from './tariff-book.ts'

/** What a station of 2.1 sells and how it is paid. */
export class Trade {
  readonly tariffs = new TariffBook()
  readonly payments = new PaymentDesk()
  readonly batteries = new BatteryRack()
  readonly qr = new QrDisplay()
}
