import type { Account, ApiKey, Principal } from '../src/api/types.ts'
import { Refusal } from './fake-http.ts'
import type { Route } from './fake-routes.ts'
import { type Fleet, PARTY } from './fleet.ts'
import type { Mutable } from './mutable.ts'

export const LINK = 'welcome'
export const EMAIL = 'ada@example.org'
export const PASSWORD = 'correct horse battery'

/** People, keys, tokens, locations: the plain lists. */
export function peopleRoutes(fleet: Fleet, principal: Principal): Record<string, Route> {
  const accounts = new Map<string, Mutable<Account>>()
  const keys = new Map<string, Mutable<ApiKey>>()
  accounts.set('acc-1', {
    id: 'acc-1',
    name: principal.name,
    email: EMAIL,
    memberships: principal.memberships,
    hasPassword: true,
    createdAt: fleet.iso(fleet.now() - 90 * 86_400_000),
  })
  const owned = <T>(of: Map<string, T>, id: string | undefined): T => {
    const thing = of.get(id ?? '')
    if (thing === undefined) throw new Refusal(404, 'not-found', 'There is no such thing')
    return thing
  }
  return {
    'GET /accounts': () => ({ items: [...accounts.values()] }),
    'POST /accounts': ({ body }) => {
      const id = fleet.id('acc')
      accounts.set(id, {
        id,
        name: '',
        email: '',
        memberships: [],
        hasPassword: false,
        createdAt: fleet.iso(),
        ...body,
      })
      return accounts.get(id)
    },
    'PATCH /accounts/:': ({ path, body }) => Object.assign(owned(accounts, path[1]), body),
    'POST /accounts/:/disable': ({ path }) => Object.assign(owned(accounts, path[1]), { disabledAt: fleet.iso() }),
    'POST /accounts/:/enable': ({ path }) => {
      const { disabledAt: _, ...enabled } = owned(accounts, path[1])
      accounts.set(enabled.id, enabled)
      return enabled
    },
    'POST /accounts/:/link': ({ path }) => ({
      url: `http://127.0.0.1:8080/sign-in?link=${owned(accounts, path[1]).id}-once`,
      expiresAt: fleet.iso(fleet.now() + 86_400_000),
    }),
    'GET /keys': () => ({ items: [...keys.values()] }),
    'POST /keys': ({ body }) => {
      const id = fleet.id('key')
      keys.set(id, { id, name: '', partyId: '', role: 'viewer', createdAt: fleet.iso(), ...body })
      return { key: keys.get(id), secret: 'cw_3kZp0vQy8nTfB1sWd6HaLr' }
    },
    'DELETE /keys/:': ({ path }) => Object.assign(owned(keys, path[1]), { revokedAt: fleet.iso() }) && undefined,
    ...listRoutes(fleet, owned),
  }
}

function listRoutes(fleet: Fleet, owned: <T>(of: Map<string, T>, id: string | undefined) => T): Record<string, Route> {
  return {
    'GET /tokens': ({ query }) => {
      const [status, groupId, search] = [
        query.get('status'),
        query.get('groupId'),
        (query.get('search') ?? '').toLowerCase(),
      ]
      const items = [...fleet.tokens.values()].filter(
        (token) =>
          (status === null || token.status === status) &&
          (groupId === null || token.groupId === groupId) &&
          `${token.value} ${token.label ?? ''}`.toLowerCase().includes(search),
      )
      return { items }
    },
    'POST /tokens': ({ body }) => {
      const id = fleet.id('tok')
      const fresh = { value: '', kind: 'rfid', status: 'active', concurrentLimit: 1, createdAt: fleet.iso() } as const
      fleet.tokens.set(id, { id, partyId: PARTY, ...fresh, ...body })
      return fleet.tokens.get(id)
    },
    'PATCH /tokens/:': ({ path, body }) => {
      const token = owned(fleet.tokens, path[1])
      for (const [name, value] of Object.entries(body)) {
        if (value === null) Reflect.deleteProperty(token, name)
        else Object.assign(token, { [name]: value })
      }
      return token
    },
    'DELETE /tokens/:': ({ path }) => void fleet.tokens.delete(path[1] ?? ''),
    'GET /locations': () => ({ items: fleet.locations }),
    'POST /locations': ({ body }) => {
      fleet.locations.push({
        id: fleet.id('loc'),
        partyId: PARTY,
        name: '',
        timeZone: 'UTC',
        createdAt: fleet.iso(),
        ...body,
      })
      return fleet.locations.at(-1)
    },
    'PATCH /locations/:': ({ path, body }) =>
      Object.assign(fleet.locations.find(({ id }) => id === path[1]) ?? {}, body),
    'DELETE /locations/:': ({ path }) => {
      const index = fleet.locations.findIndex(({ id }) => id === path[1])
      if (index >= 0) fleet.locations.splice(index, 1)
    },
  }
}
