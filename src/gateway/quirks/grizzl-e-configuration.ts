import { isGrizzlE } from './grizzl-e.ts'
import { quirk } from './quirk.ts'

/**
 * Grizzl-E with the Wi-Fi firmware GWM-07: whoever asks for certain keys is told FormationViolation, whoever asks for all of
 * them gets them.
 */
export const grizzlEConfiguration = quirk('ocpp1.6', {
  name: 'grizzl-e-configuration',
  concerns: (make) => isGrizzlE(make) && /\bGWM-07\b/i.test(make.firmwareVersion ?? ''),
  calls: {
    GetConfiguration: ({ key, ...rest }) => (key === undefined ? undefined : rest),
  },
})
