import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from './browser.ts'
import { buildConsole, type ConsoleBuild } from './console-build.ts'
import { type ConsoleServer, type FakeOptions, serveConsole } from './console-server.ts'

export interface Visit {
  readonly page: Page
  readonly server: ConsoleServer
  readonly fake: ConsoleServer['fake']
  /** Whatever the page complained of: errors thrown, written to the console, or refused by the policy. */
  readonly complaints: readonly string[]
  /** Every request that left for another origin than the platform's. */
  readonly strays: readonly string[]
}

export interface VisitOptions {
  readonly fake?: FakeOptions
  readonly path?: string
  readonly signedIn?: boolean
  readonly context?: BrowserContextOptions
}

/** As long as anything that is waited for may take, on however busy a machine. */
const PATIENCE_MS = 90_000
const DESK = { viewport: { width: 1280, height: 860 }, timezoneId: 'Europe/Berlin', locale: 'en-GB' }
export const PHONE = { viewport: { width: 390, height: 844 } }

/** One build and one browser for a file of tests; each visit has its own platform and its own cookies. */
export class Stand {
  readonly #browser: Browser
  readonly #build: ConsoleBuild
  readonly #servers: ConsoleServer[] = []

  private constructor(browser: Browser, build: ConsoleBuild) {
    this.#browser = browser
    this.#build = build
  }

  static async open(): Promise<Stand> {
    const [browser, build] = await Promise.all([launchBrowser(), buildConsole()])
    return new Stand(browser, build)
  }

  /** Goes to a page, by default signed in through a one-time link. */
  async visit({ fake = {}, path = '/stations', signedIn = true, context = {} }: VisitOptions = {}): Promise<Visit> {
    const server = await serveConsole(this.#build.directory, fake)
    this.#servers.push(server)
    const page = await (await this.#browser.newContext({ ...DESK, ...context })).newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const [complaints, strays]: [string[], string[]] = [[], []]
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url())
      if (origin !== server.url && protocol !== 'blob:' && protocol !== 'data:') strays.push(request.url())
    })
    await page.goto(
      signedIn ? `${server.url}/sign-in?link=welcome&next=${encodeURIComponent(path)}` : server.url + path,
    )
    if (signedIn) await page.locator('h1:not(:text("Signing you in"))').waitFor()
    return { page, server, fake: server.fake, complaints, strays }
  }

  /** Leaves every page that was visited. */
  async leave(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()))
    await Promise.all(this.#servers.splice(0).map((server) => server.close()))
  }

  async close(): Promise<void> {
    await this.leave()
    await this.#browser.close()
    await this.#build.remove()
  }
}
