import { requireStation } from '#domain/stations'
import { type Clock, isInt32 } from '#kernel'
import type { Database } from '#storage'
import type { DerControls } from './der-control.ts'
import {
  deleteControls,
  deleteEnded,
  loadAlarms,
  loadControls,
  putAlarm,
  putControl,
  setActive,
  supersede,
} from './der-control-store.ts'
import { endReport, noteAsked } from './der-report-store.ts'

export interface DerControlsOptions {
  readonly database: Database
  readonly clock: Clock
}

/** What stations that feed the grid are told to do for it, and what they tell of that (2.1 R). */
export function createDerControls({ database, clock }: DerControlsOptions): DerControls {
  const now = () => new Date(clock.nowMs())
  return {
    accepted: (stationId, controlId, control, superseded) =>
      database.transaction(async (queries) => {
        const toldAt = now()
        await deleteEnded(queries, stationId, toldAt)
        // R04.FR.08: the new one itself may be put out of force by one that is there.
        const own = superseded.includes(controlId)
        await supersede(queries, stationId, superseded)
        await putControl(queries, { stationId, controlId, control, superseded: own, toldAt }, true)
      }),
    cleared: (stationId, filter) => deleteControls(database, stationId, filter),
    asked: (stationId, requestId, filter) =>
      database.transaction((queries) => noteAsked(queries, stationId, requestId, filter, now())),
    reported: (stationId, { requestId, toBeContinued, controls }) =>
      database.transaction(async (queries) => {
        // A number that is beyond counting is none that anybody asked with.
        if (!isInt32(requestId)) return
        const toldAt = now()
        await deleteEnded(queries, stationId, toldAt)
        for (const control of controls) await putControl(queries, { ...control, stationId, toldAt, requestId }, false)
        if (!toBeContinued) await endReport(queries, stationId, requestId)
      }),
    startedOrEnded: (stationId, controlId, { started, superseded }) =>
      database.transaction(async (queries) => {
        await supersede(queries, stationId, superseded)
        // R04.FR.10: a control whose time is over is no more.
        if (started) await setActive(queries, stationId, controlId, true)
        else await deleteControls(queries, stationId, { controlId, isDefault: false })
      }),
    alarm: (alarm) => putAlarm(database, alarm),
    async list(scope, stationId) {
      await requireStation(database, scope, stationId)
      return await loadControls(database, stationId, now())
    },
    async listAlarms(scope, stationId) {
      await requireStation(database, scope, stationId)
      return await loadAlarms(database, stationId)
    },
  }
}
