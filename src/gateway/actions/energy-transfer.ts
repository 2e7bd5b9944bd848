import type { EnergyTransfer } from '#domain/smart-charging'
import type { EnergyTransferModeEnumType } from '#ocpp/v21'

/** 2.1 EnergyTransferModeEnumType; the first four are all that 2.0.1 has. */
export const transferWords = {
  'ac-single-phase': 'AC_single_phase',
  'ac-two-phase': 'AC_two_phase',
  'ac-three-phase': 'AC_three_phase',
  dc: 'DC',
  'ac-bidirectional': 'AC_BPT',
  'ac-bidirectional-der': 'AC_BPT_DER',
  'ac-der': 'AC_DER',
  'dc-bidirectional': 'DC_BPT',
  'dc-pantograph': 'DC_ACDP',
  'dc-pantograph-bidirectional': 'DC_ACDP_BPT',
  wireless: 'WPT',
} as const satisfies Record<EnergyTransfer, EnergyTransferModeEnumType>
