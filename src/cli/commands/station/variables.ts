import type { Command } from 'commander'
import type { Variable } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { instant } from '../../format/quantities.ts'
import type { Surroundings } from '../../surroundings.ts'

interface Options extends ListOptions {
  readonly search?: string
}

export function addStationVariables(station: Command, around: Surroundings): void {
  listCommand(station, 'variables <station>', 'List the configuration of a station, as far as it has told')
    .option('--search <text>', 'part of component, name or value')
    .addHelpText(
      'after',
      `
A station tells when it is asked: \`chargewright command send get-report\` (OCPP 2.x) or \`… get-variables\` (1.6).

Example:
  chargewright station variables CS-1 --search Interval`,
    )
    .action(async (id: string, options: Options) => {
      const { items } = await openApi(options, around).call('listVariables', { params: { id } })
      const wanted = options.search?.toLowerCase() ?? ''
      const found = items.filter((variable) =>
        [componentOf(variable), nameOf(variable), variable.value ?? ''].join(' ').toLowerCase().includes(wanted),
      )
      const limit = limitOf(options)
      answerList(
        around,
        options,
        { items: found.slice(0, limit), more: found.length > limit },
        [
          { title: 'COMPONENT', text: componentOf, shrinks: true },
          { title: 'NAME', text: nameOf, shrinks: true },
          { title: 'ATTRIBUTE', text: ({ attribute }) => (attribute === 'Actual' ? '' : attribute) },
          { title: 'VALUE', text: ({ value }) => value, shrinks: true },
          { title: 'UNIT', text: ({ unit }) => unit },
          { title: 'MAY BE', text: ({ mutability }) => mutability },
          { title: 'TOLD', text: ({ updatedAt }) => instant(updatedAt) },
        ],
        'It has told none yet; ask it: chargewright command send get-report --help',
      )
    })
}

/** `EVSE[1,2].AlignedDataCtrlr`-like: where the component is, then what it is. */
function componentOf({ component, componentInstance, evseId, connectorId }: Variable): string {
  const place = [evseId, connectorId].filter((part) => part !== undefined).join('.')
  return `${component}${componentInstance === undefined ? '' : `[${componentInstance}]`}${place === '' ? '' : ` @${place}`}`
}

function nameOf({ name, instance }: Variable): string {
  return instance === undefined ? name : `${name}[${instance}]`
}
