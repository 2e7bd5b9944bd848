/** Words 1.6 has split up or renamed; what is not here is the same in both, or is lost on the way to 1.5. */

/** What 1.5 calls occupied. The way back knows only that: `Occupied`, which no schema of 1.6 has. */
export const occupied: ReadonlySet<unknown> = new Set([
  'Preparing',
  'Charging',
  'SuspendedEV',
  'SuspendedEVSE',
  'Finishing',
])

export const errorCodesTo15: Readonly<Record<string, string>> = {
  EVCommunicationError: 'Mode3Error',
  InternalError: 'OtherError',
  LocalListConflict: 'OtherError',
  OverVoltage: 'OtherError',
}

export const unitsTo15: Readonly<Record<string, string>> = { A: 'Amp', V: 'Volt' }
export const unitsFrom15: Readonly<Record<string, string>> = { Amp: 'A', Volt: 'V' }

/** Measurands of 1.6 that 1.5 cannot name. */
export const measurandsOf16Alone: ReadonlySet<unknown> = new Set([
  'Current.Offered',
  'Frequency',
  'Power.Factor',
  'Power.Offered',
  'RPM',
  'SoC',
])
export const unitsOf16Alone: ReadonlySet<unknown> = new Set(['Fahrenheit', 'VA', 'kVA', 'K', 'Percent'])
export const contextsOf16Alone: ReadonlySet<unknown> = new Set(['Other', 'Trigger'])
export const locationsOf16Alone: ReadonlySet<unknown> = new Set(['Cable', 'EV'])
