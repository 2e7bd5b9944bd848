import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { root, SetupError } from './output.mjs'
import { takeAlong } from './run.mjs'

/**
 * Runs npm in `folder` on `node`. What it prints is kept and returned instead of shown, while dots show that it is alive:
 * npm's own progress bar needs a terminal, and its warnings are about packages, not for whoever starts this.
 */
export function npm(args, { node = process.execPath, folder = root } = {}) {
  const [program, ...before] = npmCommand(node)
  const child = takeAlong(
    spawn(program, [...before, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm itself, and what it runs, begin with `env node`: the first on the PATH.
      env: {
        ...process.env,
        PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
      },
      shell: process.platform === 'win32' && before.length === 0,
    }),
  )
  let output = ''
  let dotted = false
  const dots = setInterval(() => {
    dotted = process.stderr.write('.')
  }, 3_000)
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearInterval(dots)
      if (dotted) process.stderr.write('\n')
    }
    child.once('error', (error) => {
      settle()
      const hint = 'npm was not found; it comes with Node.js (on Debian: apt-get install npm).'
      reject(error.code === 'ENOENT' ? new SetupError(hint) : error)
    })
    child.once('close', (code, signal) => {
      settle()
      resolve({ code: code ?? signal, output })
    })
  })
}

/** The npm that called us where there is one, so that its version and settings are the person's own. */
function npmCommand(node) {
  const caller = process.env.npm_execpath
  return caller?.endsWith('.js') && caller.includes('npm') ? [node, caller] : ['npm']
}
