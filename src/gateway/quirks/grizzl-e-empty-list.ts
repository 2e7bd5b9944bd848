import { isGrizzlE } from './grizzl-e.ts'
import { quirk } from './quirk.ts'

const NO_LIST = '"configurationKey":]'
const EMPTY_LIST = '"configurationKey":[]'

/** Grizzl-E: where there is no configuration key to tell, the bracket that opens the list is missing, or all that close it. */
export const grizzlEEmptyList = quirk('ocpp1.6', {
  name: 'grizzl-e-empty-list',
  concerns: isGrizzlE,
  unreadable(text) {
    if (!text.startsWith('[3')) return undefined
    if (text.endsWith(EMPTY_LIST)) return `${text}}]`
    return text.includes(NO_LIST) ? text.replace(NO_LIST, EMPTY_LIST) : undefined
  },
})
