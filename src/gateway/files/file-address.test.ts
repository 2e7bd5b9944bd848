import { describe, expect, test } from 'vitest'
import { type AddressGround, fileAddress } from './file-address.ts'

const ticket = 'id.seal'
const ground = (given: Partial<AddressGround>): AddressGround => ({
  settings: { transfers: { ports: { sftp: 2222, ftp: 2121 } } },
  origin: 'https://csms.example:9443',
  told: undefined,
  wanted: undefined,
  ...given,
})

describe('where a station finds files', () => {
  test('is HTTP where it has told nothing', () => {
    expect(fileAddress(ground({})).log(ticket)).toBe('https://csms.example:9443/files/logs/id.seal')
  })

  test('is what it has told it can', () => {
    expect(fileAddress(ground({ told: 'FTP' })).log(ticket)).toBe('ftp://id:seal@csms.example:2121/')
    expect(fileAddress(ground({ told: 'FTP,SFTP' })).firmware(ticket, 'a b.bin')).toBe(
      'sftp://id:seal@csms.example:2222/a%20b.bin',
    )
  })

  test('is what is wanted, whatever it has told', () => {
    const { log } = fileAddress(ground({ told: 'HTTPS', wanted: 'ftp' }))
    expect(log(ticket)).toMatch(/^ftp:/)
  })

  test('is at a host of its own where the settings say so', () => {
    const settings = { transfers: { host: 'files.example', ports: { ftps: 990 } } }
    expect(fileAddress(ground({ settings, told: 'FTPS' })).log(ticket)).toBe('ftps://id:seal@files.example:990/')
  })

  test('is not over what is not switched on', () => {
    expect(() => fileAddress(ground({ wanted: 'ftps' }))).toThrow('not switched on')
    expect(fileAddress(ground({ settings: {}, told: 'SFTP' })).log(ticket)).toMatch(/^https:/)
  })

  test('has to be known', () => {
    expect(() => fileAddress(ground({ origin: undefined }))).toThrow('not known')
  })
})
