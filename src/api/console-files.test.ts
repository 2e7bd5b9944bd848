import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'

const page = { accept: 'text/html,application/xhtml+xml' }

describe('the console', () => {
  let platform: ApiPlatform
  let consoleDir: string
  beforeAll(async () => {
    consoleDir = await mkdtemp(join(tmpdir(), 'console-'))
    await mkdir(join(consoleDir, 'assets'))
    await writeFile(join(consoleDir, 'index.html'), '<title>console</title>')
    await writeFile(join(consoleDir, 'assets/app-1a2b.js'), 'run()')
    platform = await apiPlatform({}, { consoleDir })
  })
  afterAll(async () => {
    await platform.close()
    await rm(consoleDir, { recursive: true })
  })
  const get = (url: string, headers: Record<string, string> = page) => platform.api.app.inject({ url, headers })

  const pages = ['/', '/stations', '/stations/CS-1', '/stations/NEW.1', '/stations/A%2FB.c', '/sign-in?link=a.b']
  test.each(pages)('is the same page at %s', async (url) => {
    const answer = await get(url)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toBe('<title>console</title>')
    expect(answer.headers['content-type']).toMatch('text/html')
    expect(answer.headers['cache-control']).toBe('no-cache')
  })

  test('has files that never change under their name', async () => {
    const answer = await get('/assets/app-1a2b.js', {})
    expect(answer.body).toBe('run()')
    expect(answer.headers['cache-control']).toContain('immutable')
  })

  test.each(['/assets/gone.js', '/favicon.ico', '/api/v1/nothing', '/api'])('is not the page at %s', async (url) => {
    const answer = await get(url)
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ code: 'not-found' })
  })

  test.each(['/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fpackage.json'])(
    'gives out no file beside it: %s',
    async (url) => {
      expect((await get(url)).body).not.toContain('chargewright')
    },
  )

  test('may run its own scripts only, and be framed by nobody', async () => {
    const { headers } = await get('/')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src|unsafe-eval/)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  })
})

test('a console that is not built is explained by a page, and the API works', async () => {
  const platform = await apiPlatform()
  const answer = await platform.api.app.inject({ url: '/', headers: page })
  expect(answer.body).toContain('its console is not built')
  expect(await platform.api.app.inject('/healthz')).toMatchObject({ statusCode: 200 })
  await platform.close()
})
