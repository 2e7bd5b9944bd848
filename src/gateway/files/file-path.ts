import { safeName } from '#domain/files'

const FIRMWARE = '/files/firmware/'
const LOGS = '/files/logs/'

/** The file's name stands last: some stations take it for the name of what they fetched. */
export function firmwarePath(ticket: string, fileName: string): string {
  return `${FIRMWARE}${ticket}/${encodeURIComponent(fileName)}`
}

export function logPath(ticket: string): string {
  return `${LOGS}${ticket}`
}

export interface FilePath {
  readonly kind: 'firmware' | 'log'
  readonly ticket: string
  /** What stands behind the ticket: stations put the name of a log there (1.6 §6.25 calls the location a directory). */
  readonly name?: string
}

/** What a path leads to; whatever stands before it is a proxy's. Undefined for any other path. */
export function readFilePath(url: string): FilePath | undefined {
  const [path = ''] = url.split(/[?#]/, 1)
  const [, kind, ticket = '', name = ''] = /\/files\/(firmware|logs)\/([\w.-]+)(?:\/([^/]*))?$/.exec(path) ?? []
  if (kind === undefined) return undefined
  const found = { kind: kind === 'logs' ? ('log' as const) : ('firmware' as const), ticket }
  const decoded = decode(name)
  return decoded === undefined ? found : { ...found, name: decoded }
}

function decode(name: string): string | undefined {
  try {
    return name === '' ? undefined : safeName(decodeURIComponent(name))
  } catch {
    return undefined
  }
}
