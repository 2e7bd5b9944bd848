import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What a machine may lack for a test, and how to get it. */
export const NEEDS = {
  chromium: {
    what: 'the tests in a real browser, for want of Chromium',
    howToGet: 'Get it with: apt-get install chromium   (or set CHROMIUM=/path/to/a/chrome)',
    isThere: () => chromiumPath() !== undefined,
  },
} as const

export type Need = keyof typeof NEEDS

/** Where nothing may be left out: in CI, or wherever CHARGEWRIGHT_REQUIRE_ALL=1 says so. */
export function requireAll(env: NodeJS.ProcessEnv = process.env): boolean {
  return isOn(env.CI) || isOn(env.CHARGEWRIGHT_REQUIRE_ALL)
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** The Chromium to test with: the one the environment names, else the first on the PATH. */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const named = env.CHARGEWRIGHT_CHROMIUM ?? env.CHROMIUM
  if (named !== undefined && named !== '') return [named].find(isExecutable)
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...ELSEWHERE].find(isExecutable)
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false'
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
