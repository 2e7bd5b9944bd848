import { TRIGGER_MESSAGES, type TriggerMessage } from '../api/types.ts'
import { connectorWords } from '../format/words.ts'
import type { FormField, Situation } from './command-form.ts'

/** The EVSEs a station has reported, the first free one proposed. */
export function evseField({ station }: Situation, whole: string | undefined): FormField {
  const evses = station.connectors.filter(({ evseId }) => evseId !== 0)
  const choices = [...new Map(evses.map((connector) => [connector.evseId, connector])).values()].map(
    ({ evseId, status }) => ({
      value: String(evseId),
      label: `EVSE ${evseId} (${connectorWords[status].label.toLowerCase()})`,
    }),
  )
  if (choices.length === 0) {
    return {
      name: 'evseId',
      label: 'EVSE',
      kind: 'number',
      initial: whole === undefined ? '1' : '',
      required: whole === undefined,
    }
  }
  return {
    name: 'evseId',
    label: 'EVSE',
    kind: 'choice',
    choices: whole === undefined ? choices : [{ value: '', label: whole }, ...choices],
  }
}

export const connectorField: FormField = {
  name: 'connectorId',
  label: 'Connector',
  kind: 'number',
  hint: 'Empty: the EVSE as a whole. OCPP 1.6 knows no connectors below the EVSE.',
}

/** The EVSE where a car could be started: free, or with a car that waits for it. */
export function proposedEvse({ station }: Situation): string {
  const rank = ['preparing', 'available', 'occupied', 'finishing']
  const [best] = station.connectors
    .filter(({ evseId, status }) => evseId !== 0 && rank.includes(status))
    .toSorted((a, b) => rank.indexOf(a.status) - rank.indexOf(b.status) || a.evseId - b.evseId)
  return best === undefined ? '' : String(best.evseId)
}

export const triggerWords: Record<TriggerMessage, string> = {
  boot: 'Boot notification',
  heartbeat: 'Heartbeat',
  status: 'Status of a connector',
  'meter-values': 'Meter values',
  'firmware-status': 'Firmware status',
  'log-status': 'Log or diagnostics status',
  transaction: 'Transaction event',
  'sign-certificate': 'Certificate signing request',
}

export const triggerChoices = TRIGGER_MESSAGES.map((value) => ({ value, label: triggerWords[value] }))
