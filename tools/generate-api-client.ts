/**
 * Makes the typed part of the API client (`src/api-client/generated/`, which git ignores) from the OpenAPI document of
 * `src/api`, and copies of what it says of the kinds of commands and of what operations are given. Does nothing when neither the routes and what their schemas are made of nor the generator have changed since.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'src/api-client/generated')
const INPUTS = [
  'src/{api,domain,kernel,gateway/commands}/**/*.ts',
  'tools/generate-api-client{,/*}.ts',
  'package-lock.json',
]

/** @returns the number of operations, or undefined when everything was up to date. */
export async function generateApiClient(): Promise<number | undefined> {
  const stampFile = join(target, 'stamp')
  const stamp = fingerprint()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return undefined
  const { readDocument } = await import('./generate-api-client/document.ts')
  const { emitClient } = await import('./generate-api-client/emit-client.ts')
  const { requestBodies } = await import('./generate-api-client/request-bodies.ts')
  const { describeCommandKinds } = await import('../src/api/index.ts')
  const { versionsOfCommand } = await import('../src/gateway/index.ts')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const document = await readDocument(version)
  mkdirSync(target, { recursive: true })
  write(join(target, 'operations.ts'), emitClient(document))
  write(join(target, 'command-kinds.json'), JSON.stringify(describeCommandKinds(versionsOfCommand), null, 2))
  write(join(target, 'request-bodies.json'), JSON.stringify(requestBodies(document), null, 2))
  write(stampFile, stamp)
  return Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length
}

/** A hash over everything the result depends on. */
function fingerprint(): string {
  const files = globSync(INPUTS, { cwd: root, exclude: (name) => name.endsWith('.test.ts') }).sort()
  if (files.length < 50) throw new Error('The sources of the API were not found')
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** Written beside and moved into place, so that a reader or a kill never meets half a file. */
function write(file: string, text: string): void {
  const draft = `${file}.${process.pid}.draft`
  writeFileSync(draft, text)
  renameSync(draft, file)
}
