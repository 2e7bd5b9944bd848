import { totalmem } from 'node:os'

/** PostgreSQL's settings by name; see its documentation, chapter "Server Configuration". */
export type PostgresSettings = Readonly<Record<string, string>>

const MEBIBYTE = 2 ** 20

/** What there is for us: of the machine, or of the container whose bound is lower. Without a bound Node tells 0, or more than there is. */
export function memoryForUs(machineBytes: number, boundBytes: number): number {
  return boundBytes > 0 ? Math.min(machineBytes, boundBytes) : machineBytes
}

const MEMORY_BYTES = memoryForUs(totalmem(), process.constrainedMemory())

/** An eighth of it, which the platform and everything else share; the kernel's own cache does the rest. */
export function sharedBuffersMb(memoryBytes: number): number {
  return Math.round(Math.min(Math.max(memoryBytes / MEBIBYTE / 8, 64), 1_024))
}

/**
 * What the bundled server runs with: small commits from few connections, durable when acknowledged, one machine shared
 * with the platform itself.
 */
export const BUNDLED_SETTINGS: PostgresSettings = {
  listen_addresses: '127.0.0.1',
  // A socket file would need a folder whose path is short enough, and we have any path.
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: `${sharedBuffersMb(MEMORY_BYTES)}MB`,
  effective_cache_size: `${Math.round(MEMORY_BYTES / MEBIBYTE / 2)}MB`,
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  // Acknowledged means on disk: neither is ever traded for speed.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  wal_buffers: '16MB',
  // Until there are old segments to use again a new one comes every few seconds, and filling it made all commits wait for 60 ms. A commit is
  // on disk either way.
  wal_init_zero: 'off',
  min_wal_size: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  // A fleet may come within a minute; plans made for empty tables should not outlive that.
  autovacuum_naptime: '15s',
  // Our statements are short and many; compiling them costs more than it saves.
  jit: 'off',
  max_parallel_workers_per_gather: '1',
  idle_in_transaction_session_timeout: '60s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '',
  log_checkpoints: 'off',
  // Statements hold what stations and people said; and their errors reach whoever sent them.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
}
