import type { Queries } from '#storage'
import type { CommandKind, CommandRequests } from './command-requests.ts'

/** What a message asks of a display, by the variable in which the station says what its display can do. */
const asked = {
  SupportedPriorities: ({ priority }: Request) => [priority],
  SupportedStates: ({ state }: Request) => (state === undefined ? [] : [state]),
  SupportedFormats: ({ wordings }: Request) => wordings.map(({ format }) => format),
}

type Request = CommandRequests['set-display-message']
type Requests = CommandRequests[CommandKind]

function setsMessage(request: Requests): request is Request {
  return 'wordings' in request
}

/** The words of a message that the station does not say it supports (2.x DisplayMessageCtrlr); none where it says nothing. */
export async function displayLacks(queries: Queries, stationId: string, request: Requests): Promise<string[]> {
  if (!setsMessage(request)) return []
  const rows = await queries.kysely
    .selectFrom('variable')
    .select(['name', 'value'])
    .where('station_id', '=', stationId)
    .where('component', '=', 'DisplayMessageCtrlr')
    .where('attribute', '=', 'Actual')
    .where('name', 'in', Object.keys(asked))
    .execute()
  const supported = new Map(rows.map(({ name, value }) => [name, value]))
  return Object.entries(asked).flatMap(([name, wordsOf]) => {
    const list = supported.get(name)?.toLowerCase().split(',')
    if (list === undefined) return []
    const known = new Set(list.map((word) => word.trim()))
    return [...new Set(wordsOf(request))].filter((word) => !known.has(word.replaceAll('-', '')))
  })
}
