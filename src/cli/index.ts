export { processSurroundings } from './process-surroundings.ts'
export { runCli } from './run-cli.ts'
export type { PlatformOptions, PlatformPrograms, Surroundings, TextSink } from './surroundings.ts'
