import pg from 'pg'
import { unreachable } from './database-error.ts'

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void

/** A pool that fails as AppError `unavailable` whenever there is no connection to be had, whatever stands in the way. */
export class ReachablePool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>
  override connect(callback: Connected): void
  override connect(callback?: Connected): unknown {
    if (callback !== undefined) {
      return super.connect((error, client, done) => callback(error && unreachable(error), client, done))
    }
    return super.connect().catch((thrown: unknown) => {
      throw unreachable(thrown)
    })
  }
}
