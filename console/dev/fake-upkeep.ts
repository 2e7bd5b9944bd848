import type {
  Campaign,
  CampaignMember,
  ConfigurationDrift,
  ConfigurationTemplate,
  FirmwareImage,
  RebootSchedule,
  ScheduledStation,
  StationLog,
} from '#api-client'
import { type Call, pageOf, Refusal } from './fake-http.ts'
import type { Route } from './fake-routes.ts'
import { type Fleet, PARTY } from './fleet.ts'

const MINUTE = 60_000

/** Firmware, configuration and logs of the fleet, as they stand; nothing of it moves. */
export function upkeepRoutes(fleet: Fleet): Record<string, Route> {
  const list =
    <T>(of: () => readonly T[]): Route =>
    ({ query }) =>
      pageOf(fleet.stations.size === 0 ? [] : of(), query)
  return {
    'GET /strangers': list(() => []),
    'GET /campaigns': (call: Call) => {
      const kind = call.query.get('kind')
      return list(() => campaigns(fleet).filter((each) => kind === null || each.kind === kind))(call)
    },
    'GET /campaigns/:': ({ path }) => {
      const one = campaigns(fleet).find(({ id }) => id === path[1])
      if (one === undefined) throw new Refusal(404, 'not-found', 'There is no such campaign')
      return one
    },
    'GET /campaigns/:/stations': (call: Call) => {
      const state = call.query.get('state')
      return pageOf(
        members(fleet).filter((member) => state === null || member.state === state),
        call.query,
      )
    },
    'GET /firmware-images': list(() => images(fleet)),
    'GET /firmware-updates': list(() => []),
    'GET /firmware-publications': list(() => []),
    'GET /configuration-templates': list(() => [template(fleet)]),
    'GET /configuration-drift': list(() => drift(fleet)),
    'GET /reboot-schedules': list(() => [schedule(fleet)]),
    'GET /reboot-schedules/:/stations': list(() => scheduled(fleet)),
    'GET /station-logs': list(() => [log(fleet)]),
  }
}

const before = (fleet: Fleet, minutes: number) => fleet.iso(fleet.now() - minutes * MINUTE)

const campaigns = (fleet: Fleet): readonly Campaign[] => [campaign(fleet), change(fleet), reboots(fleet)]

function campaign(fleet: Fleet): Campaign {
  return {
    id: 'campaign-1',
    partyId: PARTY,
    name: 'Duo to 4.2',
    kind: 'firmware',
    version: '4.2.0',
    state: 'running',
    rollbackNote: 'Install 4.1.7 by hand.',
    requestedBy: 'acc-1',
    requestedByName: 'Ada Owner',
    canarySize: 1,
    waveSize: 2,
    atOnce: 1_000,
    rebootsRequired: 0,
    failureLimitPercent: 20,
    quietHours: true,
    timeoutMinutes: 240,
    waitHours: 168,
    wave: 1,
    waves: 3,
    progress: { waiting: 2, ordered: 1, succeeded: 2, failed: 0, skipped: 0 },
    createdAt: before(fleet, 90),
    startedAt: before(fleet, 80),
  }
}

function members(fleet: Fleet): readonly CampaignMember[] {
  return [...fleet.stations.keys()].slice(0, 5).map((stationId, at) => ({
    stationId,
    wave: Math.ceil(at / 2),
    state: at < 2 ? 'succeeded' : at === 2 ? 'ordered' : 'waiting',
    attempts: at < 3 ? 1 : 0,
    rebootRequired: false,
    ...(at >= 3 && { wait: { reason: at === 3 ? 'charging' : 'later-wave' } as const }),
    formerVersion: '4.1.7',
    ...(at < 3 && { orderedAt: before(fleet, 78 - at * 20) }),
    ...(at < 2 && { settledAt: before(fleet, 66 - at * 20) }),
  }))
}

function images(fleet: Fleet): readonly FirmwareImage[] {
  const image = { partyId: PARTY, vendor: 'Pfeiler', model: 'Duo', createdAt: before(fleet, 3_000) }
  return [
    { ...image, id: 'image-2', version: '4.3.0', fileName: 'duo-4.3.0.bin' },
    { ...image, id: 'image-1', version: '4.2.0', fileName: 'duo-4.2.0.bin', sizeBytes: 18_400_000 },
  ]
}

const interval = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' }

function template(fleet: Fleet): ConfigurationTemplate {
  return {
    id: 'template-1',
    partyId: PARTY,
    name: 'Depots',
    priority: 0,
    applyOnBoot: true,
    group: { locationId: 'depot' },
    wanted: [
      { ...interval, value: '300' },
      { component: 'SecurityCtrlr', name: 'BasicAuthPassword', secret: true },
    ],
    stations: 5,
    differing: 2,
    createdAt: before(fleet, 9_000),
    updatedAt: before(fleet, 9_000),
  }
}

function drift(fleet: Fleet): readonly ConfigurationDrift[] {
  const place = { partyId: PARTY, templateId: 'template-1', templateName: 'Depots', since: before(fleet, 700) }
  const variable = { ...interval, value: '300' }
  return [
    { ...place, stationId: 'DEPOT-01', variable, state: 'differs', told: '60' },
    { ...place, stationId: 'DEPOT-02', variable, state: 'untold' },
  ]
}

function change(fleet: Fleet): Campaign {
  return {
    id: 'change-1',
    partyId: PARTY,
    name: 'Depots',
    kind: 'configuration',
    templateId: 'template-1',
    wanted: [{ ...interval, value: '300' }],
    state: 'finished',
    ...{ canarySize: 0, waveSize: 100_000, atOnce: 20, failureLimitPercent: 100, quietHours: false },
    ...{ timeoutMinutes: 240, waitHours: 24, wave: 0, waves: 1 },
    progress: { waiting: 0, ordered: 0, succeeded: 3, failed: 1, skipped: 1 },
    rebootsRequired: 1,
    requestedBy: 'acc-1',
    requestedByName: 'Ada Owner',
    createdAt: before(fleet, 800),
    finishedAt: before(fleet, 790),
  }
}

function reboots(fleet: Fleet): Campaign {
  const { version: _, rollbackNote: __, ...firmware } = campaign(fleet)
  return {
    ...firmware,
    id: 'reboots-1',
    name: 'Weekly',
    kind: 'reboot',
    scheduleId: 'schedule-1',
    state: 'finished',
    progress: { waiting: 0, ordered: 0, succeeded: 5, failed: 0, skipped: 0 },
    finishedAt: before(fleet, 10),
  }
}

function schedule(fleet: Fleet): RebootSchedule {
  return {
    id: 'schedule-1',
    partyId: PARTY,
    name: 'Weekly',
    group: { vendor: 'Pfeiler' },
    everyDays: 7,
    atOnce: 1_000,
    active: true,
    nextAt: before(fleet, -9_000),
    lastAt: before(fleet, 1_080),
    lastResult: 'begun',
    requestedBy: 'acc-1',
    requestedByName: 'Ada Owner',
    createdAt: before(fleet, 20_000),
  }
}

const scheduled = (fleet: Fleet): readonly ScheduledStation[] =>
  [...fleet.stations.keys()].map((stationId, at) => ({ stationId, nextAt: before(fleet, -9_000 - at * 60) }))

function log(fleet: Fleet): StationLog {
  const at = before(fleet, 40)
  return {
    id: 'log-1',
    stationId: 'GARAGE-04',
    partyId: PARTY,
    commandId: 'command-1',
    requestId: 7,
    kind: 'diagnostics',
    elsewhere: false,
    status: 'uploaded',
    outcome: 'uploaded',
    requestedAt: before(fleet, 41),
    statusAt: at,
    finishedAt: at,
    expiresAt: before(fleet, -1_000),
    file: { name: 'garage-04.log', sizeBytes: 48_211, sha256: '0'.repeat(64), receivedAt: at },
  }
}
