/**
 * Makes what is derived from the OCPP specification's own schemas, into folders git ignores: message types
 * (`src/ocpp/v*\/generated/messages.ts`) and ready-made validators (`src/ocpp/schemas/generated/`); and what is derived
 * from our own API, its client (`src/api-client/generated/`). Does nothing when neither sources nor generators have
 * changed since.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { schemaFiles } from './generate/ocpp-schemas.ts'
import { generateApiClient } from './generate-api-client.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const stampFile = join(root, 'src/ocpp/schemas/generated/stamp')

const stamp = fingerprint()
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  if (!process.argv.includes('--quiet')) console.log('OCPP types and validators are up to date.')
} else {
  const startedMs = performance.now()
  const count = await generate()
  write(stampFile, stamp)
  console.log(
    `OCPP types and validators made: ${count} messages in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`,
  )
}

const operationCount = await generateApiClient()
if (operationCount !== undefined) console.log(`API client made: ${operationCount} operations.`)
else if (!process.argv.includes('--quiet')) console.log('The API client is up to date.')

async function generate(): Promise<number> {
  const { readSchemaSets } = await import('./generate/ocpp-schemas.ts')
  const { emitTypes } = await import('./generate/emit-types.ts')
  const { emitSchemas, emitValidators } = await import('./generate/emit-validators.ts')
  const declarations = `import type { SchemaSource, ValidatorTable } from '../schema.ts'

export const schemas: SchemaSource
export const validators: ValidatorTable
`
  let count = 0
  for (const set of readSchemaSets()) {
    write(join(root, 'src/ocpp', set.folder, 'generated/messages.ts'), emitTypes(set))
    const target = join(root, 'src/ocpp/schemas/generated', set.folder)
    write(`${target}.js`, `${await emitValidators(set)}${emitSchemas(set)}`)
    write(`${target}.d.ts`, declarations)
    count += set.messages.length
  }
  return count
}

/** A hash over everything the result depends on. */
function fingerprint(): string {
  const generator = join(root, 'tools/generate')
  const inputs = [
    fileURLToPath(import.meta.url),
    ...readdirSync(generator).map((file) => join(generator, file)),
    ...['date-time.ts', 'formats.ts', 'multiple-of.ts'].map((file) => join(root, 'src/ocpp/schemas', file)),
    ...schemaFiles(),
    createRequire(import.meta.url).resolve('esbuild/package.json'),
  ]
  const hash = createHash('sha256')
  for (const file of inputs) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

/** Written beside and moved into place, so that a reader or a kill never meets half a file. */
function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.draft`
  writeFileSync(draft, text)
  renameSync(draft, file)
}
