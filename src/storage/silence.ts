import type { Socket } from 'node:net'
import type pg from 'pg'

/**
 * Gives up a connection that is lent out and hears nothing from the database for so long: a network may go silent. What waits on it
 * fails as it does when a connection is lost.
 *
 * The driver could bound each statement by itself (`query_timeout`); but what it holds for that keeps every statement with all its
 * values alive until the next full garbage collection, and makes those come several times as often.
 */
export function boundSilence(pool: pg.Pool, longestMs: number): void {
  pool.on('connect', (client) => {
    const socket = socketOf(client)
    socket.on('timeout', () => socket.destroy(new Error(`Connection terminated: silent for ${longestMs} ms`)))
  })
  pool.on('acquire', (client) => socketOf(client).setTimeout(longestMs))
  pool.on('release', (_, client) => socketOf(client).setTimeout(0))
}

/** Waits on this connection as long as it takes, until it is given back. */
export function waitHoweverLong(client: pg.PoolClient): void {
  socketOf(client).setTimeout(0)
}

/** TCP or TLS. */
export function socketOf(client: pg.Client): Socket {
  return client.connection.stream as Socket
}
