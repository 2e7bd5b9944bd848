import { describe, expect, test } from 'vitest'
import { kindOfConnector, type PlaceFacts, type PlaceLimits, type Reach, reachOf } from './token-place.ts'

const station: PlaceFacts = {
  stationId: 'CS-1',
  locationId: 'yard',
  evses: [{ evseId: 1, kind: 'ac' }, { evseId: 2, kind: 'dc' }, { evseId: 3 }],
}
const anywhere: Reach = { status: 'accepted' }
const only = (...evseIds: number[]): Reach => ({ status: 'accepted', evseIds })
const refused = (reason: 'not-here' | 'wrong-kind'): Reach => ({ status: 'refused', reason })

describe('where a token may charge', () => {
  test.each<[string, PlaceLimits, Reach]>([
    ['C01.FR.19 without limits anywhere', {}, anywhere],
    ['C01.FR.19 at a whole location anywhere', { places: [{ locationId: 'yard' }] }, anywhere],
    ['C01.FR.19 at a whole station anywhere', { places: [{ stationId: 'CS-1' }] }, anywhere],
    ['C01.FR.20 at one EVSE only there', { places: [{ stationId: 'CS-1', evseId: 2 }] }, only(2)],
    ['C01.FR.20 at EVSEs of one kind only there, and where no kind is known', { evseKind: 'dc' }, only(2, 3)],
    [
      'C01.FR.20 by place and by kind only where both hold',
      {
        places: [
          { stationId: 'CS-1', evseId: 3 },
          { stationId: 'CS-1', evseId: 1 },
        ],
        evseKind: 'dc',
      },
      only(3),
    ],
    [
      'C01.FR.19 the widest place holds',
      { places: [{ stationId: 'CS-1', evseId: 2 }, { locationId: 'yard' }] },
      anywhere,
    ],
    ['C01.FR.22 not at another station', { places: [{ stationId: 'CS-2' }] }, refused('not-here')],
    ['C01.FR.22 not at another location', { places: [{ locationId: 'depot' }] }, refused('not-here')],
    [
      'C01.FR.22 not at an EVSE the station does not have',
      { places: [{ stationId: 'CS-1', evseId: 9 }] },
      refused('not-here'),
    ],
    ['C01.FR.22 nowhere', { places: [] }, refused('not-here')],
    [
      'C01.FR.18 not at an EVSE of another kind',
      { places: [{ stationId: 'CS-1', evseId: 1 }], evseKind: 'dc' },
      refused('wrong-kind'),
    ],
  ])('%s', (_, limits, reach) => {
    expect(reachOf(limits, station)).toEqual(reach)
  })

  test.each<[number, PlaceLimits, Reach]>([
    [1, { evseKind: 'ac' }, only(1, 3)],
    [2, { evseKind: 'ac' }, refused('wrong-kind')],
    [3, { evseKind: 'ac' }, only(1, 3)],
    [2, { places: [{ stationId: 'CS-1', evseId: 2 }] }, only(2)],
    [1, { places: [{ stationId: 'CS-1', evseId: 2 }] }, refused('not-here')],
    [1, {}, anywhere],
  ])('at EVSE %i under %j it is %j', (evseId, limits, reach) => {
    expect(reachOf(limits, station, evseId)).toEqual(reach)
  })

  test('of a station that has told of no EVSE those named are told', () => {
    const silent = { stationId: 'CS-1', evses: [] }
    expect(reachOf({ places: [{ stationId: 'CS-1', evseId: 2 }] }, silent)).toEqual(only(2))
    expect(reachOf({ evseKind: 'dc' }, silent)).toEqual(anywhere)
    expect(reachOf({ evseKind: 'dc' }, silent, 1)).toEqual(anywhere)
    expect(reachOf({ places: [{ stationId: 'CS-1', evseId: 2 }] }, silent, 1)).toEqual(refused('not-here'))
    expect(reachOf({ places: [{ locationId: 'yard' }] }, silent)).toEqual(refused('not-here'))
  })
})

test.each([
  ['cCCS2', 'dc'],
  ['cG105', 'dc'],
  ['sType2', 'ac'],
  ['s309-3P-32A', 'ac'],
  ['cType1', 'ac'],
  ['Other1PhMax16A', 'ac'],
  ['cTesla', undefined],
  ['Unknown', undefined],
  ['', undefined],
])('a connector %s is %s', (type, kind) => {
  expect(kindOfConnector(type)).toBe(kind)
})
