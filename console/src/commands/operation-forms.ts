import { TRIGGER_MESSAGES } from '../api/types.ts'
import { type CommandForm, given, numberOf, textOf } from './command-form.ts'
import { connectorField, evseField, triggerChoices } from './fields.ts'

export const operationForms: readonly CommandForm[] = [
  {
    kind: 'reset',
    meaning: 'Restarts the station, or one EVSE where the version knows that.',
    fields: (situation) => [
      {
        name: 'when',
        label: 'When',
        kind: 'choice',
        initial: situation.running.length > 0 ? 'when-idle' : 'immediately',
        choices: [
          { value: 'when-idle', label: 'When nothing charges' },
          { value: 'immediately', label: 'Now, ending transactions' },
        ],
      },
      { ...evseField(situation, 'The whole station'), hint: 'One EVSE alone: OCPP 2.0.1 and 2.1 only.' },
    ],
    ask: (answers) => ({
      kind: 'reset',
      request: {
        when: answers.when === 'immediately' ? 'immediately' : 'when-idle',
        ...given({ evseId: numberOf(answers, 'evseId') }),
      },
    }),
  },
  {
    kind: 'change-availability',
    meaning: 'Takes the station or a part of it out of service, or back.',
    fields: (situation) => [
      {
        name: 'available',
        label: 'It shall be',
        kind: 'choice',
        initial: situation.station.connectors.some(({ status }) => status === 'unavailable') ? 'true' : 'false',
        choices: [
          { value: 'true', label: 'In service' },
          { value: 'false', label: 'Out of service' },
        ],
      },
      evseField(situation, 'The whole station'),
      connectorField,
    ],
    ask: (answers) => ({
      kind: 'change-availability',
      request: {
        available: answers.available === 'true',
        ...given({ evseId: numberOf(answers, 'evseId'), connectorId: numberOf(answers, 'connectorId') }),
      },
    }),
  },
  {
    kind: 'trigger',
    meaning: 'Has the station send a message now.',
    fields: (situation) => [
      { name: 'message', label: 'Message', kind: 'choice', initial: 'status', choices: triggerChoices },
      evseField(situation, 'The whole station'),
      connectorField,
    ],
    ask: (answers) => ({
      kind: 'trigger',
      request: {
        message: TRIGGER_MESSAGES.find((each) => each === answers.message) ?? 'status',
        ...given({ evseId: numberOf(answers, 'evseId'), connectorId: numberOf(answers, 'connectorId') }),
      },
    }),
  },
  {
    kind: 'clear-cache',
    meaning: 'Empties the station’s memory of tokens it has seen accepted.',
    fields: () => [],
    ask: () => ({ kind: 'clear-cache', request: {} }),
  },
  {
    kind: 'data-transfer',
    meaning: 'Sends something only this vendor’s stations understand.',
    fields: ({ station }) => [
      { name: 'vendorId', label: 'Vendor id', kind: 'text', required: true, initial: station.vendor ?? '' },
      { name: 'messageId', label: 'Message id', kind: 'text' },
      { name: 'data', label: 'Data', kind: 'lines' },
    ],
    ask: (answers) => ({
      kind: 'data-transfer',
      request: {
        vendorId: textOf(answers, 'vendorId') ?? '',
        ...given({ messageId: textOf(answers, 'messageId'), data: textOf(answers, 'data') }),
      },
    }),
  },
]
