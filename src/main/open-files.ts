import { readFile } from 'node:fs/promises'
import { defaultLimits } from '#ocpp/transport'

/** What stays for everything but stations: the database, API and console, files. */
const MOST_KEPT_BACK = 2_000
const SHARE_KEPT_BACK = 0.2

/** Sockets that stations may have where a process may have so many files open, so that there is room for the database and the API. */
export function socketsFor(openFiles: number | undefined): number {
  if (openFiles === undefined) return defaultLimits.maxSockets
  const keptBack = Math.min(MOST_KEPT_BACK, Math.ceil(openFiles * SHARE_KEPT_BACK))
  return Math.min(defaultLimits.maxSockets, openFiles - keptBack)
}

/** Files, sockets among them, that this process may have open at once; undefined where the system does not say, or sets no bound. */
export async function openFilesLimit(): Promise<number | undefined> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '')
  const bound = /^Max open files\s+(\d+)/m.exec(limits)?.[1]
  return bound === undefined ? undefined : Number(bound)
}
