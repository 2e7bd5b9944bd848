import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDiagnostics, type Diagnostics, type DiagnosticsOptions } from '#domain/diagnostics'
import { createFileStore, createTickets, type FileStore } from '#domain/files'
import { createFirmware, type Firmware, type FirmwareOptions } from '#domain/firmware'
import type { Bus, Clock } from '#kernel'
import type { Database } from '#storage'

export interface Filing {
  readonly files: FileStore
  readonly firmware: Firmware
  readonly diagnostics: Diagnostics
  /** What it was made of, for another node of the same. */
  readonly options: DiagnosticsOptions & FirmwareOptions
  /** Removes the folder of the files. */
  close(): Promise<void>
}

/** Firmware and logs over a folder of their own. */
export async function testFiling(shared: {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
}): Promise<Filing> {
  const folder = await mkdtemp(join(tmpdir(), 'chargewright-files-'))
  const options = {
    ...shared,
    files: createFileStore(folder),
    tickets: createTickets(new Uint8Array(32).fill(9)),
    settings: { imageLimitBytes: 1_000_000, logLimitBytes: 100_000, uploadValidMs: 3_600_000 },
  }
  return {
    options,
    files: options.files,
    firmware: createFirmware(options),
    diagnostics: createDiagnostics(options),
    close: () => rm(folder, { recursive: true }),
  }
}
