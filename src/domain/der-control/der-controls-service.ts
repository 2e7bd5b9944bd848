import type { Clock } from '#kernel'
import type { Database } from '#storage'
import type { DerControls } from './der-control.ts'
import {
  deleteControls,
  loadAlarms,
  loadControls,
  putAlarm,
  putControl,
  requireStation,
  setActive,
  supersede,
} from './der-control-store.ts'

export interface DerControlsOptions {
  readonly database: Database
  readonly clock: Clock
}

/** What stations that feed the grid are told to do for it, and what they tell of that (2.1 R). */
export function createDerControls({ database, clock }: DerControlsOptions): DerControls {
  const now = () => new Date(clock.nowMs())
  return {
    async accepted(stationId, controlId, control, superseded) {
      // R04.FR.08: the new one itself may be put out of force by one that is there.
      const own = superseded.includes(controlId)
      await supersede(database, stationId, superseded)
      await putControl(database, { stationId, controlId, control, superseded: own, toldAt: now() })
    },
    cleared: (stationId, filter) => deleteControls(database, stationId, filter),
    async reported(stationId, controls) {
      for (const control of controls) await putControl(database, { ...control, stationId, toldAt: now() })
    },
    async startedOrEnded(stationId, controlId, { started, superseded }) {
      await supersede(database, stationId, superseded)
      // R04.FR.10: a control whose time is over is no more.
      if (started) await setActive(database, stationId, controlId, true)
      else await deleteControls(database, stationId, { controlId, isDefault: false })
    },
    alarm: (alarm) => putAlarm(database, alarm),
    async list(scope, stationId) {
      await requireStation(database, scope, stationId)
      return await loadControls(database, stationId)
    },
    async listAlarms(scope, stationId) {
      await requireStation(database, scope, stationId)
      return await loadAlarms(database, stationId)
    },
  }
}
