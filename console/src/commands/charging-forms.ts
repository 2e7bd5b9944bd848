import { TOKEN_KINDS } from '../api/types.ts'
import { energy, text } from '../format/quantity.ts'
import { type CommandForm, given, numberOf, textOf } from './command-form.ts'
import { evseField, proposedEvse } from './fields.ts'

export const chargingForms: readonly CommandForm[] = [
  {
    kind: 'start-transaction',
    meaning: 'Starts charging for a token, as if it had been held to the reader.',
    fields: (situation) => [
      { ...evseField(situation, 'The station chooses'), initial: proposedEvse(situation) },
      { name: 'token', label: 'Token', kind: 'text', required: true, hint: 'Who pays.' },
      {
        name: 'tokenKind',
        label: 'Kind of token',
        kind: 'choice',
        initial: 'central',
        choices: TOKEN_KINDS.map((value) => ({ value, label: value })),
      },
      { name: 'groupId', label: 'Group', kind: 'text', hint: 'Whoever is in it may stop the transaction. Optional.' },
    ],
    ask: (answers) => ({
      kind: 'start-transaction',
      request: {
        token: textOf(answers, 'token') ?? '',
        ...given({
          evseId: numberOf(answers, 'evseId'),
          tokenKind: textOf(answers, 'tokenKind'),
          groupId: textOf(answers, 'groupId'),
        }),
      },
    }),
  },
  {
    kind: 'stop-transaction',
    meaning: 'Ends a running transaction.',
    fields: ({ running }) =>
      running.length === 0
        ? [
            {
              name: 'reference',
              label: 'Reference',
              kind: 'text',
              required: true,
              hint: 'No transaction is known to run; name the station’s own id.',
            },
          ]
        : [
            {
              name: 'transactionId',
              label: 'Transaction',
              kind: 'choice',
              choices: running.map(({ transactionId, evseId, energyWh, reference }) => ({
                value: transactionId,
                label: `${evseId === undefined ? '' : `EVSE ${evseId} · `}${text(energy(energyWh))} · ${reference}`,
              })),
            },
          ],
    ask: (answers) => ({
      kind: 'stop-transaction',
      request: given({ transactionId: textOf(answers, 'transactionId'), reference: textOf(answers, 'reference') }),
    }),
  },
  {
    kind: 'unlock',
    meaning: 'Releases a stuck cable.',
    fields: (situation) => [
      evseField(situation, undefined),
      { name: 'connectorId', label: 'Connector', kind: 'number', hint: 'Empty: the first.' },
    ],
    ask: (answers) => ({
      kind: 'unlock',
      request: {
        evseId: numberOf(answers, 'evseId') ?? 1,
        ...given({ connectorId: numberOf(answers, 'connectorId') }),
      },
    }),
  },
]
