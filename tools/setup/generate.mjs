import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, SetupError } from './output.mjs'
import { runStep } from './run.mjs'

/** Makes the OCPP types and validators from the schemas; the generator itself knows when there is nothing to do. */
export async function generate(node) {
  if (!existsSync(join(root, 'tools', 'generate.ts'))) return
  const code = await runStep(node, ['tools/generate.ts', '--quiet'])
  if (code !== 0) throw new SetupError(`Making the OCPP types and validators failed (exit code ${code}); see above.`)
}
