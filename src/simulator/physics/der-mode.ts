/** Kinds of controls that a simulated inverter can keep to, in the words of 2.1 DERControlEnumType. */
export const DER_MODES = [
  'EnterService',
  'FixedPFAbsorb',
  'FixedPFInject',
  'HFMustTrip',
  'LFMustTrip',
  'LimitMaxDischarge',
  'VoltWatt',
] as const
export type DerMode = (typeof DER_MODES)[number]

export function isDerMode(word: string): word is DerMode {
  return DER_MODES.some((mode) => mode === word)
}
