import type { CommandForm } from './command-form.ts'
import { readAssignments, readRefs } from './variable-lines.ts'

const naming = 'OCPP 1.6: the key. OCPP 2.x: Component.Variable.'

export const variableForms: readonly CommandForm[] = [
  {
    kind: 'get-variables',
    meaning: 'Reads values from the station.',
    fields: ({ station }) => [
      {
        name: 'variables',
        label: 'Variables, one a line',
        kind: 'lines',
        required: station.protocol !== 'ocpp1.6',
        initial: station.protocol === 'ocpp1.6' ? '' : 'OCPPCommCtrlr.HeartbeatInterval',
        hint: station.protocol === 'ocpp1.6' ? 'Empty: every key it has.' : naming,
      },
    ],
    ask: (answers) => {
      const variables = readRefs(answers.variables ?? '')
      return { kind: 'get-variables', request: variables.length === 0 ? {} : { variables } }
    },
  },
  {
    kind: 'set-variables',
    meaning: 'Changes values in the station.',
    fields: ({ station }) => [
      {
        name: 'variables',
        label: 'Name = value, one a line',
        kind: 'lines',
        required: true,
        initial: station.protocol === 'ocpp1.6' ? 'HeartbeatInterval = 60' : 'OCPPCommCtrlr.HeartbeatInterval = 60',
        hint: naming,
      },
    ],
    ask: (answers) => ({ kind: 'set-variables', request: { variables: readAssignments(answers.variables ?? '') } }),
  },
  {
    kind: 'get-report',
    meaning: 'Has the station report its whole configuration.',
    notIn: ['ocpp1.6'],
    fields: () => [
      {
        name: 'base',
        label: 'Report',
        kind: 'choice',
        initial: 'full',
        choices: [
          { value: 'full', label: 'Everything' },
          { value: 'configuration', label: 'What can be configured' },
          { value: 'summary', label: 'Summary' },
        ],
      },
    ],
    ask: ({ base }) => ({
      kind: 'get-report',
      request: { base: base === 'configuration' || base === 'summary' ? base : 'full' },
    }),
  },
]
