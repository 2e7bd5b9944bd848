import type { Command } from 'commander'
import { everyPage } from '#api-client'
import { answerList } from '../../answer.ts'
import { type ListOptions, limitOf, listCommand, openApi } from '../../api-command.ts'
import { ago, duration } from '../../format/quantities.ts'
import { wholeNumber } from '../../options.ts'
import type { Surroundings } from '../../surroundings.ts'
import { connectorsOf, stateOf } from '../station/words.ts'

const USUAL_S = 900
const A_YEAR_S = 31_622_400

interface Options extends ListOptions {
  readonly within: number
}

export function addQuestionActive(question: Command, around: Surroundings): void {
  listCommand(question, 'active', 'Which stations are active?')
    .option('--within <seconds>', 'heard of in this time', wholeNumber(1, A_YEAR_S), USUAL_S)
    .addHelpText('after', '\nExample:\n  chargewright question active --within 3600')
    .action(async (options: Options) => {
      const api = openApi(options, around)
      const { within: withinS } = options
      const list = await everyPage(
        (page) => api.call('activeStations', { query: { withinS, ...page } }),
        limitOf(options),
      )
      const nowMs = around.clock.nowMs()
      answerList(
        around,
        options,
        list,
        [
          { title: 'STATION', text: ({ id }) => id },
          { title: 'NAME', text: ({ name }) => name, shrinks: true },
          { title: 'STATE', text: stateOf },
          { title: 'CONNECTORS', text: connectorsOf, shrinks: true },
          { title: 'LAST SEEN', text: ({ presence }) => ago(presence.lastSeenAt, nowMs), align: 'right' },
        ],
        `No station has been heard of within ${duration(withinS * 1_000)}.`,
      )
      if (options.json !== true && list.items.length > 0 && !list.more) {
        const count = list.items.length
        around.out.write(
          `\n${count} ${count === 1 ? 'station' : 'stations'} active within ${duration(withinS * 1_000)}\n`,
        )
      }
    })
}
