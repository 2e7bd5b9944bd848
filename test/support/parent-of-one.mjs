import { spawn } from 'node:child_process'

// A process with a child of its own, which leaves when it does, as its parent's end leaves it.
const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
process.on('disconnect', () => process.exit())
process.send(child.pid)
