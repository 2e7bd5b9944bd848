import { describe, expect, test } from 'vitest'
import { connectorWords, flagWords, nameFor, protocolWord, wordFor } from './words.ts'

describe('a word of the API', () => {
  test('is called what people call it', () => {
    expect(wordFor(connectorWords, 'charging')).toMatchObject({ label: 'Charging', tone: 'busy' })
    expect(protocolWord('ocpp2.0.1')).toBe('OCPP 2.0.1')
  })

  test('that the console does not know shows as itself, and not as nothing', () => {
    expect(wordFor(connectorWords, 'being-repaired')).toEqual({ label: 'Being repaired', tone: 'quiet' })
    expect(wordFor(connectorWords, 'SuspendedSolar')).toEqual({ label: 'SuspendedSolar', tone: 'quiet' })
    expect(wordFor(flagWords, 'register-silent')).toEqual({ label: 'Register silent', tone: 'quiet' })
    expect(protocolWord('ocpp3.0')).toBe('ocpp3.0')
    expect(nameFor({ 0: 'none' }, 4)).toBe('4')
  })

  test('that an object has by itself is no word of ours', () => {
    expect(wordFor(connectorWords, 'toString').label).toBe('To string')
    expect(protocolWord('constructor')).toBe('constructor')
  })
})
