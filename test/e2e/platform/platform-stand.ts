import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { systemClock } from '#kernel'
import type { Overrides } from '#main'
import { type TestPlatform, testPlatform } from '#test/platform'
import { Operator } from '../../conformance/operator.ts'
import { launchBrowser } from '../console/browser.ts'
import { buildConsole, type ConsoleBuild } from '../console/console-build.ts'

export interface Seat {
  readonly page: Page
  /** Whatever the page complained of: errors thrown, written to the console, or refused by the policy. */
  readonly complaints: readonly string[]
  /** Every request that left for another origin than the platform's. */
  readonly strays: readonly string[]
}

/** As long as anything that is waited for may take, on however busy a machine. */
const PATIENCE_MS = 90_000
const DESK = { viewport: { width: 1280, height: 860 }, timezoneId: 'Europe/Berlin', locale: 'en-GB' }

/** The whole platform with its console as the sources are now, and a browser to look at it. */
export class PlatformStand {
  readonly platform: TestPlatform
  /** Asks the API as an owner does. */
  readonly operator: Operator
  readonly #browser: Browser
  readonly #build: ConsoleBuild

  private constructor(platform: TestPlatform, browser: Browser, build: ConsoleBuild) {
    this.platform = platform
    this.operator = new Operator(platform, platform.ownerKey)
    this.#browser = browser
    this.#build = build
  }

  static async open(overrides: Overrides = {}): Promise<PlatformStand> {
    const build = await buildConsole()
    const [platform, browser] = await Promise.all([
      testPlatform({ ...overrides, http: { signInsPerMinute: 1_000 } }, systemClock, build.directory),
      launchBrowser(),
    ])
    return new PlatformStand(platform, browser, build)
  }

  /** A browser of its own that has been nowhere yet. */
  async sit(options: BrowserContextOptions = {}): Promise<Seat> {
    const page = await (await this.#browser.newContext({ ...DESK, ...options })).newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const [complaints, strays]: [string[], string[]] = [[], []]
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url())
      if (origin !== this.platform.apiUrl && !['blob:', 'data:'].includes(protocol)) strays.push(request.url())
    })
    return { page, complaints, strays }
  }

  /** A browser in which an owner has signed in and looks at a page that is live. */
  async watch(path: string, options: BrowserContextOptions = {}): Promise<Seat> {
    const seat = await this.sit(options)
    await seat.page.goto(`${await this.#link()}&next=${encodeURIComponent(path)}`)
    await seat.page.getByText('Live', { exact: true }).filter({ visible: true }).waitFor()
    return seat
  }

  async #link(): Promise<string> {
    const { accounts } = this.platform.services
    const [owner] = await accounts.list()
    if (owner === undefined) throw new Error('the installation has no owner')
    return `${this.platform.apiUrl}/sign-in?link=${encodeURIComponent(await accounts.createLink(owner.id, 3_600))}`
  }

  /** Leaves every page that was looked at. */
  async leave(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()))
  }

  async close(): Promise<void> {
    await this.leave()
    await this.#browser.close()
    await this.platform.stop()
    await this.#build.remove()
  }
}
