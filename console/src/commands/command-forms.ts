import { chargingForms } from './charging-forms.ts'
import type { CommandForm } from './command-form.ts'
import { operationForms } from './operation-forms.ts'
import { variableForms } from './variable-forms.ts'

/** Everything that can be asked of a station, most used first. */
export const commandForms: readonly CommandForm[] = [...chargingForms, ...operationForms, ...variableForms]
