import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { car, openStand, type Stand, token } from '../../testing/stand.ts'
import { MessageBoard } from './message-board.ts'

const message = {
  id: 1,
  priority: 'NormalCycle',
  message: { format: 'UTF8', language: 'en', content: 'Welcome' },
  messageExtra: [
    { format: 'UTF8', language: 'de', content: 'Willkommen' },
    { format: 'UTF8', language: 'nl', content: 'Welkom' },
  ],
} as const
const language = { component: { name: 'DisplayMessageCtrlr' }, variable: { name: 'Language' } }

describe('ocpp2.1', () => {
  let stand: Stand
  let board: MessageBoard
  beforeEach(async () => {
    stand = await openStand({ version: 'ocpp2.1' })
    await stand.boot()
    board = new MessageBoard(stand.station)
  })
  afterEach(async () => {
    await stand.close()
    expect(stand.csms.violations).toEqual([])
  })

  test('O01.FR.17 whom it does not know reads the language of the station', () => {
    expect(board.set(message)).toBe('Accepted')
    expect(board.shown(1)).toEqual(['Welcome'])
    expect(board.speak('de')).toBe(true)
    expect(board.shown(1)).toEqual(['Willkommen'])
  })

  test('a language that the message is not worded in leaves the message itself', () => {
    board.set(message)
    board.speak('fr')
    expect(board.shown(1)).toEqual(['Welcome'])
  })

  test.each([
    [{ language1: 'nl', language2: 'de' }, 'Welkom'],
    [{ language1: 'fr', language2: 'de' }, 'Willkommen'],
    [{ language1: 'fr' }, 'Welcome'],
    [{}, 'Welcome'],
  ])('a driver of %j reads %s, while charging there', async (languages, content) => {
    stand.csms.answer('Authorize', () => ({ idTokenInfo: { status: 'Accepted', ...languages } }))
    board.set(message)
    stand.station.plugIn(car)
    await stand.station.presentToken(token)
    expect(board.shown(1)).toEqual([content])
    await stand.station.presentToken(token)
    expect(board.shown(1)).toEqual(['Welcome'])
  })

  test('O01.FR.18 a language it does not know is not supported, wherever it stands', async () => {
    const set = (change: object) => stand.csms.call('SetDisplayMessage', { message: { ...message, ...change } })
    const unknown = { format: 'UTF8', language: 'sv', content: 'Välkommen' }
    expect(await set({ message: unknown })).toEqual({ status: 'LanguageNotSupported' })
    expect(await set({ messageExtra: [unknown] })).toEqual({ status: 'LanguageNotSupported' })
    expect(await set({ messageExtra: [{ format: 'HTML', language: 'de', content: '<b>' }] })).toEqual({
      status: 'NotSupportedMessageFormat',
    })
    expect(await set({})).toEqual({ status: 'Accepted' })
    await stand.csms.call('GetDisplayMessages', { requestId: 3 })
    expect(await stand.heard('NotifyDisplayMessages')).toMatchObject({ messageInfo: [message] })
  })

  test('DisplayMessageLanguage is read and written; a language it does not know is none', async () => {
    const set = (attributeValue: string) =>
      stand.csms.call('SetVariables', { setVariableData: [{ ...language, attributeValue }] })
    expect(await set('de')).toMatchObject({ setVariableResult: [{ attributeStatus: 'Accepted' }] })
    expect(await set('sv')).toMatchObject({ setVariableResult: [{ attributeStatus: 'Rejected' }] })
    expect(await stand.csms.call('GetVariables', { getVariableData: [language] })).toMatchObject({
      getVariableResult: [{ attributeStatus: 'Accepted', attributeValue: 'de' }],
    })
  })
})

test('2.0.1 knows no languages to choose from', async () => {
  const stand = await openStand({ version: 'ocpp2.0.1' })
  await stand.boot()
  expect(await stand.csms.call('GetVariables', { getVariableData: [language] })).toMatchObject({
    getVariableResult: [{ attributeStatus: 'UnknownVariable' }],
  })
  const { messageExtra: _, ...plain } = message
  const swedish = { ...plain, message: { format: 'UTF8', language: 'sv', content: 'Välkommen' } }
  expect(await stand.csms.call('SetDisplayMessage', { message: swedish })).toEqual({ status: 'Accepted' })
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})
