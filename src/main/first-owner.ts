import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Accounts } from '#domain/accounts'

const LINK_VALID_S = 24 * 3_600

/**
 * Makes the owner of an installation without people, who may do everything, and a link that signs in once. As long as nobody
 * has chosen a password there is a new link at every start: whoever reads this program's output may run it.
 *
 * @returns the link's path and query; `undefined` once there are people with passwords
 */
export async function inviteOwner(accounts: Accounts): Promise<string | undefined> {
  const people = await accounts.list()
  if (people.some(({ hasPassword }) => hasPassword)) return undefined
  const known = people.find(({ memberships }) =>
    memberships.some(({ partyId, role }) => partyId === '' && role === 'owner'),
  )
  const owner =
    known ??
    (await accounts.create({ name: 'Owner', email: 'owner@localhost', memberships: [{ partyId: '', role: 'owner' }] }))
  return `/sign-in?link=${encodeURIComponent(await accounts.createLink(owner.id, LINK_VALID_S))}`
}

/** Keeps an owner's API key for the command line in the data folder, readable by whoever runs the program and nobody else. */
export async function keepLocalKey(accounts: Accounts, dataDir: string): Promise<void> {
  const file = join(dataDir, 'cli.key')
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known !== undefined && (await works(accounts, known.trim()))) return
  const { secret } = await accounts.createKey({ name: 'Command line on this machine', partyId: '', role: 'owner' })
  await writeFile(file, `${secret}\n`, { mode: 0o600 })
}

async function works(accounts: Accounts, secret: string): Promise<boolean> {
  return accounts.byKey(secret).then(
    () => true,
    () => false,
  )
}
