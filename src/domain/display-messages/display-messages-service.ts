import {
  noteAnswered,
  notePart,
  removeNotReported,
  type StationReport,
  supersededBefore,
} from '#domain/station-reports'
import type { Clock } from '#kernel'
import type { Database, Queries } from '#storage'
import type { DisplayChange, DisplayMessages } from './display-message.ts'
import { removeMessages, removeOthersInFront, storeMessages } from './display-message-store.ts'
import { viewDisplay } from './display-message-view.ts'

export interface DisplayMessagesOptions {
  readonly database: Database
  readonly clock: Clock
}

/** What stations show on their displays, as set and as reported. */
export function createDisplayMessages({ database, clock }: DisplayMessagesOptions): DisplayMessages {
  const now = () => new Date(clock.nowMs())

  async function learn(queries: Queries, stationId: string, change: DisplayChange, at: Date): Promise<void> {
    switch (change.kind) {
      case 'set': {
        const { message } = change
        await storeMessages(queries, stationId, [message], { setAt: at })
        // O01.FR.16, O02.FR.18: there is one that is always in front.
        if (message.priority === 'always-front') await removeOthersInFront(queries, stationId, message.id)
        return
      }
      case 'cleared':
        return await removeMessages(queries, stationId, [change.id])
      case 'report': {
        const { requestId, whole, empty, ids } = change
        const report = { stationId, kind: 'display-messages', requestId } as const
        const state = await noteAnswered(queries, report, { whole, at })
        // O03.FR.06, O04.FR.02: nothing follows.
        if (empty && whole) await removeNotReported(queries, 'display_message', stationId, requestId, at)
        else if (empty) await removeMessages(queries, stationId, ids)
        else await reconcile(queries, stationId, state)
      }
    }
  }

  return {
    learn: (stationId, change) => database.transaction((queries) => learn(queries, stationId, change, now())),
    recordPart: ({ stationId, requestId, toBeContinued, messages }) =>
      database.transaction(async (queries) => {
        // A number that is beyond counting is none that anybody asked with.
        if (!Number.isSafeInteger(requestId)) return undefined
        const at = now()
        const report = { stationId, kind: 'display-messages', requestId } as const
        const state = await notePart(queries, report, { last: !toBeContinued, at })
        await storeMessages(queries, stationId, messages, { reportedAt: at, requestId })
        await reconcile(queries, stationId, state)
        return state
      }),
    get: (scope, stationId) => viewDisplay(database, scope, stationId, now()),
  }
}

async function reconcile(queries: Queries, stationId: string, report: StationReport | undefined): Promise<void> {
  const before = supersededBefore(report)
  if (report !== undefined && before !== undefined) {
    await removeNotReported(queries, 'display_message', stationId, report.requestId, before)
  }
}
