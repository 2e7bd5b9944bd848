import type pg from 'pg'
import { CopyIn } from './copy-in.ts'
import { type CopyRow, copyStream } from './copy-rows.ts'
import { databaseFailure, failureKind } from './database-error.ts'

/** A connection as long as a copy is under way on it, and those that are sent and not yet answered, in order. */
interface Loan {
  readonly client: Promise<pg.PoolClient>
  readonly sent: CopyIn[]
  copies: number
  broken: boolean
}

/**
 * Copies on one connection, in the order they are begun. One that is begun while another is under way is sent at once, so that the database has it
 * when it is done with the one before, and not only when this process has heard so. Each is a transaction of its own: one that fails changes
 * nothing for the next.
 */
export class CopyLane {
  readonly #pool: pg.Pool
  #loan: Loan | undefined

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async copy(statements: string, rows: readonly CopyRow[]): Promise<void> {
    this.#loan ??= { client: this.#pool.connect(), sent: [], copies: 0, broken: false }
    const loan = this.#loan
    loan.copies += 1
    try {
      await send(await loan.client, loan.sent, statements, rows)
    } catch (thrown) {
      if (failureKind(thrown) === 'unavailable') {
        loan.broken = true
        this.#leave(loan)
      }
      throw databaseFailure(thrown)
    } finally {
      loan.copies -= 1
      if (loan.copies === 0) {
        this.#leave(loan)
        giveBack(loan)
      }
    }
  }

  /** Whoever comes next takes another connection. */
  #leave(loan: Loan): void {
    if (this.#loan === loan) this.#loan = undefined
  }
}

function send(client: pg.PoolClient, sent: CopyIn[], statements: string, rows: readonly CopyRow[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const copy = new CopyIn(statements, copyStream(rows), (error) => {
      sent.shift()
      // The driver hears of one at a time: what the server says now is about the next.
      if (sent[0] !== undefined) client.query(sent[0])
      if (error === undefined) resolve()
      else reject(error)
    })
    sent.push(copy)
    copy.submit(client.connection)
    if (sent.length === 1) client.query(copy)
  })
}

/** One that was lost is given to nobody else; none was lent where the database could not be reached. */
function giveBack({ client, broken }: Loan): void {
  client.then(
    (lent) => lent.release(broken),
    () => {},
  )
}
