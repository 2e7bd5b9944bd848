import { createProgram } from './create-program.ts'
import { tellFailure } from './failure.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Runs the command line.
 *
 * @param args what was written after the program's name
 * @returns the exit code: 0 done, 1 failed, 2 not understood
 */
export async function runCli(args: readonly string[], around: Surroundings): Promise<number> {
  try {
    await createProgram(around).parseAsync(args, { from: 'user' })
    return 0
  } catch (thrown) {
    return tellFailure(thrown, around, args.includes('--json'))
  }
}
