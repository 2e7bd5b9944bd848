import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The Chromium to test with: CHARGEWRIGHT_CHROMIUM, else the `chromium` of the machine. */
export function chromiumPath(): string {
  const named = process.env.CHARGEWRIGHT_CHROMIUM
  if (named !== undefined && named !== '') return named
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'chromium'))
    .find(isProgram)
  if (found !== undefined) return found
  throw new Error('There is no Chromium: install the package chromium, or name one in CHARGEWRIGHT_CHROMIUM')
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A fresh browser; its profile is a temporary folder that goes with it. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), headless: true, args: FLAGS })
