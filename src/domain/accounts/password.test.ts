import { expect, test } from 'vitest'
import { createGate } from './gate.ts'
import { createPasswords } from './password.ts'

const passwords = createPasswords()

test('a password is kept as argon2id and matches itself only', async () => {
  const hash = await passwords.hash('correct horse battery')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwords.matches('correct horse battery', hash)).toBe(true)
  expect(await passwords.matches('correct horse batterz', hash)).toBe(false)
})

test('the same characters typed on another keyboard are the same password', async () => {
  const hash = await passwords.hash('Zwölf Äpfel'.normalize('NFD'))
  expect(await passwords.matches('Zwölf Äpfel'.normalize('NFC'), hash)).toBe(true)
})

test.each(['nine char', 'x'.repeat(257)])('a password of a wrong length is not taken: %s', async (password) => {
  await expect(passwords.hash(password)).rejects.toMatchObject({ code: 'invalid', details: { field: 'password' } })
})

test('without a hash nothing matches, and the work of comparing is done all the same', async () => {
  const ran: string[] = []
  const counting = createPasswords(async (work) => {
    ran.push('compared')
    return work()
  })
  expect(await counting.matches('correct horse battery', undefined)).toBe(false)
  expect(ran).toEqual(['compared'])
})

test('a flood of guesses is turned away at once instead of taking every core', async () => {
  const flooded = createPasswords(createGate({ running: 1, waiting: 2 }))
  const guesses = Array.from({ length: 5 }, () => flooded.matches('correct horse battery', undefined))
  const outcomes = await Promise.allSettled(guesses)
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'])
})
