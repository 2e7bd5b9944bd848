import pg from 'pg'
import { socketOf } from './silence.ts'

/**
 * What our statements rely on. A server, a database or a role may have it set otherwise: dates written another way would be misread, and
 * of two writers one would fail where it has to wait and see what the other did.
 */
const RELIED_ON = {
  default_transaction_isolation: 'read committed',
  timezone: 'UTC',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  array_nulls: 'on',
  standard_conforming_strings: 'on',
}

const SETTING = Object.entries(RELIED_ON)
  .map(([name, value]) => `SET ${name} = '${value}'`)
  .join('; ')

/**
 * Sets what we rely on, on a connection that is new. By statements, since poolers refuse what they do not know of a connection's first
 * message. One that does not answer in time is hung up on.
 */
export async function makeKnown(client: pg.ClientBase, patienceMs: number): Promise<void> {
  if (!(client instanceof pg.Client)) throw new TypeError('only connections of the driver in JavaScript are known here')
  const socket = socketOf(client)
  const hangUp = () => socket.destroy(new Error(`Connection terminated: silent for ${patienceMs} ms`))
  socket.setTimeout(patienceMs, hangUp)
  try {
    await client.query(SETTING)
  } finally {
    socket.setTimeout(0, hangUp)
  }
}
