import { parseArgs } from 'node:util'
import { errorMessage } from './error-message.ts'
import type { Overrides } from './settings/index.ts'

const HELP = `Starts Chargewright: database, doors for stations, API and console.

  npm start -- [options]

  --no-demo        without the three sites of simulated stations
  --config FILE    settings from this file instead of chargewright.toml
  --data DIR       everything that is kept goes here
  --help           this text
`

export type StartWish =
  | { readonly file?: string; readonly overrides: Overrides }
  | { readonly help: string }
  | { readonly problem: string }

/** What the command line of `npm start` asks for. */
export function readArguments(argv: readonly string[]): StartWish {
  try {
    const { values } = parseArgs({
      args: [...argv],
      allowNegative: true,
      options: {
        demo: { type: 'boolean' },
        config: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    if (values.help === true) return { help: HELP }
    return {
      ...(values.config === undefined ? {} : { file: values.config }),
      overrides: {
        ...(values.demo === undefined ? {} : { demo: { enabled: values.demo } }),
        ...(values.data === undefined ? {} : { data: { dir: values.data } }),
      },
    }
  } catch (thrown) {
    return { problem: `${errorMessage(thrown)}\n\n${HELP}` }
  }
}
