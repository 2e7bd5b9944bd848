import pg from 'pg'

/** Rows asked for at a time: read in a few milliseconds. */
const PAGE_ROWS = 500

/** What pg's query does about an error, which its types leave out. */
interface Failing {
  handleError(error: Error, connection: { sync(): void }): void
}

/** A statement as `Queries.query` takes it. */
export interface NamedStatement {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/**
 * Runs a statement and calls `onRow` with each row. The rest of a long answer waits in the database until a page is read (documentation
 * §54.2.3, Execute with a maximum of rows), so that whoever else the process serves has a turn between two pages.
 *
 * @throws what PostgreSQL said; what `onRow` threw, once the answer is read
 */
export function streamRows<Row>(
  client: pg.PoolClient,
  { name, text, values }: NamedStatement,
  onRow: (row: Row) => void,
): Promise<void> {
  const config: pg.QueryConfig & { readonly rows: number } = { name, text, values: [...values], rows: PAGE_ROWS }
  const query = syncedAfterErrors(new pg.Query(config))
  return new Promise((resolve, reject) => {
    let failure: { readonly thrown: unknown } | undefined
    query.on('row', (row) => {
      try {
        if (failure === undefined) onRow(row)
      } catch (thrown) {
        failure = { thrown }
      }
    })
    query.on('error', reject)
    query.on('end', () => (failure === undefined ? resolve() : reject(failure.thrown)))
    client.query(query)
  })
}

/**
 * After an error the server says nothing more until it is told that the answer was heard (documentation §54.2.3, Sync). pg tells it only with
 * the last page, and the connection would stand still.
 */
function syncedAfterErrors(query: pg.Query): pg.Query {
  const failing = query as pg.Query & Failing
  const handleError = failing.handleError.bind(failing)
  failing.handleError = (error, connection) => {
    if (error instanceof pg.DatabaseError) connection.sync()
    handleError(error, connection)
  }
  return query
}
