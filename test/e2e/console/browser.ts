import { type Browser, chromium } from 'playwright-core'
import { chromiumPath } from '#test/machine'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * A fresh browser; its profile is a temporary folder that goes with it.
 * @throws Error where there is no Chromium: tests that need one ask `lacks('chromium')` first.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('There is no Chromium on this machine')
  return chromium.launch({ executablePath, headless: true, args: FLAGS })
}
