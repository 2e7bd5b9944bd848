import { afterAll, beforeAll, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { RevocationResponder } from '#test/revocation-responder'
import { askResponder } from './ask-responder.ts'

let responder: RevocationResponder
beforeAll(async () => {
  responder = await RevocationResponder.start()
})
afterAll(() => responder.close())

const question = (more: object = {}) => ({
  url: new URL(responder.url('/x')),
  limitBytes: 100,
  timeoutMs: 5_000,
  ...more,
})

test('what is asked is posted, and the answer comes back as it is', async () => {
  let said: Buffer | undefined
  responder.respond = (request, response) => {
    said = request
    response.end(Buffer.of(1, 2, 3))
  }
  const answer = await askResponder(new ManualClock(), question({ body: Buffer.of(9, 8) }))
  expect(answer).toEqual(Buffer.of(1, 2, 3))
  expect(said).toEqual(Buffer.of(9, 8))
})

test('F-09 a responder that is silent is given up in time', async () => {
  const clock = new ManualClock()
  responder.respond = () => clock.advance(5_000)
  await expect(askResponder(clock, question())).rejects.toMatchObject({ code: 'unavailable' })
})

test('F-09 one that begins and never ends is given up too', async () => {
  const clock = new ManualClock()
  responder.respond = (_, response) => {
    response.write(Buffer.alloc(10), () => clock.advance(5_000))
  }
  await expect(askResponder(clock, question())).rejects.toMatchObject({ code: 'unavailable' })
})

test('F-09 of one that sends without end no more is read than the limit', async () => {
  responder.respond = (_, response) => {
    const more = () => response.write(Buffer.alloc(1_000), () => response.destroyed || more())
    more()
  }
  await expect(askResponder(new ManualClock(), question())).rejects.toMatchObject({ code: 'too-large' })
})

test.each([204, 301, 302, 404, 500])('F-09 status %i is no answer', async (status) => {
  responder.respond = (_, response) => void response.writeHead(status, { Location: responder.url('/y') }).end()
  responder.asked.length = 0
  await expect(askResponder(new ManualClock(), question())).rejects.toMatchObject({ code: 'unavailable' })
  expect(responder.asked).toEqual(['GET /x'])
})
