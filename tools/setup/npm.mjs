import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { root, SetupError } from './output.mjs'
import { takeAlong } from './run.mjs'

/**
 * Runs npm in the work tree. With `quiet`, what it prints is kept and returned instead of shown, while dots show that it
 * is alive: npm's own progress bar needs a terminal, and its warnings are about packages, not for whoever starts this.
 */
export function npm(args, { quiet = false, node = process.execPath } = {}) {
  const [program, ...before] = npmCommand()
  const child = takeAlong(
    spawn(program, [...before, ...args], {
      cwd: root,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
      env: {
        ...process.env,
        PATH: [join(root, 'node_modules', '.bin'), dirOf(node), process.env.PATH].join(delimiter),
      },
      shell: process.platform === 'win32' && before.length === 0,
    }),
  )
  let output = ''
  const dots = quiet ? setInterval(() => process.stderr.write('.'), 3_000) : undefined
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearInterval(dots)
      if (quiet) process.stderr.write('\n')
    }
    child.once('error', (error) => {
      settle()
      const missing = error.code === 'ENOENT'
      reject(
        missing ? new SetupError('npm was not found; it comes with Node.js (on Debian: apt-get install npm).') : error,
      )
    })
    child.once('close', (code, signal) => {
      settle()
      resolve({ code: code ?? signal, output })
    })
  })
}

/** The npm that called us where there is one, so that its version and settings are the person's own. */
function npmCommand() {
  const caller = process.env.npm_execpath
  return caller?.endsWith('.js') && caller.includes('npm') ? [process.execPath, caller] : ['npm']
}

function dirOf(program) {
  return join(program, '..')
}
