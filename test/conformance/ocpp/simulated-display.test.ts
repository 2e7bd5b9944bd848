import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StationDisplay } from '#domain/display-messages'
import type { Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, type Simulated } from '../simulated.ts'

const { operator, real } = await openScene()

let post: Simulated & { readonly id: string }
beforeEach(async () => {
  post = await real('ocpp2.1')
})
afterEach(() => post.station.stop())

const welcome = {
  messageId: 1,
  priority: 'normal-cycle',
  wordings: [
    { format: 'utf8', language: 'en', content: 'Welcome' },
    { format: 'utf8', language: 'de', content: 'Willkommen' },
  ],
} as const
const known = async () => (await operator.get<Wire<StationDisplay>>(`/stations/${post.id}/display-messages`)).messages

test('O01.FR.17 O03.FR.03 a message in two languages is shown, and told again as it was set', async () => {
  const setting = await operator.carryOut(post.id, 'set-display-message', welcome)
  expect(setting).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
  const asking = await operator.carryOut(post.id, 'get-display-messages', {})
  expect(asking).toMatchObject({ state: 'answered' })
  const { request } = await post.journal.exchange('NotifyDisplayMessages')
  expect(field(request, 'messageInfo', 0)).toMatchObject({
    message: { language: 'en', content: 'Welcome' },
    messageExtra: [{ language: 'de', content: 'Willkommen' }],
  })
  expect(await known()).toMatchObject([{ wordings: welcome.wordings }])
})

test('O01.FR.18 one in a language that the station does not know is refused, and nothing of it kept', async () => {
  const wordings = [...welcome.wordings, { format: 'utf8', language: 'sv', content: 'Välkommen' }] as const
  const setting = await operator.carryOut(post.id, 'set-display-message', { ...welcome, wordings })
  expect(setting).toMatchObject({ state: 'refused', result: { status: 'LanguageNotSupported' } })
  expect(await known()).toEqual([])
})
