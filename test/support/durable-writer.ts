import { type AppError, silentLogger } from '#kernel'
import { Batcher, openDatabase, startBundledPostgres, unnestInsert } from '#storage'

/**
 * A program that is made to be killed: it starts the bundled database in the folder it is given and writes rows as fast
 * as they are acknowledged, telling its parent of each acknowledgement.
 */
export type WriterMessage =
  | { readonly type: 'ready'; readonly pid: number }
  | { readonly type: 'acknowledged'; readonly ids: readonly string[] }
  | { readonly type: 'refused'; readonly code: string; readonly message: string }

const insert = unnestInsert<{ id: string }>({ name: 'note', table: 'note', columns: { id: 'text' } })

async function write(dataDir: string): Promise<void> {
  const postgres = await startBundledPostgres({ dataDir, logger: silentLogger })
  const database = openDatabase({ url: postgres.url, poolSize: 2, logger: silentLogger })
  await database.pool.query('CREATE TABLE IF NOT EXISTS note (id text NOT NULL)')
  const lane = new Batcher<{ id: string }>({
    name: 'note',
    async flush(notes) {
      await insert(database, notes)
      return new Array<undefined>(notes.length)
    },
  })
  tell({ type: 'ready', pid: postgres.pid })
  for (let round = 0; ; round++) {
    const ids = Array.from({ length: 50 }, (_, index) => `${process.pid}-${round}-${index}`)
    await Promise.all(ids.map((id) => lane.add({ id })))
    tell({ type: 'acknowledged', ids })
  }
}

function tell(message: WriterMessage): void {
  process.send?.(message)
}

const [, program, dataDir] = process.argv
if (program === import.meta.filename && dataDir !== undefined) {
  write(dataDir).catch((failure: AppError) => {
    tell({ type: 'refused', code: failure.code, message: failure.message })
    process.disconnect()
  })
}
