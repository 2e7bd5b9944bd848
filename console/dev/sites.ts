import type { Location, StationProtocol } from '../src/api/types.ts'

export interface Model {
  readonly vendor: string
  readonly model: string
  readonly protocol: StationProtocol
  readonly evses: number
  readonly maxW: number
  readonly firmware: string
}

const wall: Model = {
  vendor: 'Elbwerk',
  model: 'Pfeiler 11',
  protocol: 'ocpp1.6',
  evses: 1,
  maxW: 11_000,
  firmware: '3.8.2',
}
const twin: Model = {
  vendor: 'Elbwerk',
  model: 'Pfeiler Duo',
  protocol: 'ocpp2.0.1',
  evses: 2,
  maxW: 22_000,
  firmware: '5.1.0',
}
const post: Model = {
  vendor: 'Voltara',
  model: 'City Post',
  protocol: 'ocpp1.6',
  evses: 2,
  maxW: 22_000,
  firmware: '1.19',
}
const fast: Model = {
  vendor: 'Nordlicht',
  model: 'HPC 300',
  protocol: 'ocpp2.1',
  evses: 2,
  maxW: 300_000,
  firmware: '2026.4',
}

/** Three sites of different kind, and what stands there. */
export const sites: readonly {
  readonly location: Omit<Location, 'partyId' | 'createdAt'>
  readonly prefix: string
  readonly models: readonly Model[]
}[] = [
  {
    location: {
      id: 'depot',
      name: 'Bus depot North',
      address: 'Hafenstraße 12',
      city: 'Hamburg',
      postalCode: '20359',
      country: 'DEU',
      latitude: 53.5461,
      longitude: 9.9664,
      timeZone: 'Europe/Berlin',
    },
    prefix: 'DEPOT',
    models: [twin, twin, twin, wall, wall],
  },
  {
    location: {
      id: 'garage',
      name: 'City garage',
      address: 'Marktgasse 3',
      city: 'Bern',
      postalCode: '3011',
      country: 'CHE',
      latitude: 46.9481,
      longitude: 7.4474,
      timeZone: 'Europe/Zurich',
    },
    prefix: 'GARAGE',
    models: [post, post, wall, wall],
  },
  {
    location: {
      id: 'motorway',
      name: 'Motorway services West',
      address: 'A7, km 118',
      city: 'Kassel',
      postalCode: '34123',
      country: 'DEU',
      latitude: 51.2901,
      longitude: 9.5372,
      timeZone: 'Europe/Berlin',
    },
    prefix: 'A7-HPC',
    models: [fast, fast, fast],
  },
]
