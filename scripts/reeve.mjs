// The `reeve` command on the Node.js that Reeve runs on; it installs nothing.
import { spawn } from 'node:child_process'
import { at, die, hasPackages, presentNode } from './setup.mjs'

const node = presentNode()
if (!node || !hasPackages()) die('Reeve is not set up here yet: run `bin/setup` (or `npm start`) once.', 69)
if (node === process.execPath) {
  process.argv.splice(1, 1, at('src/cli/main.ts'))
  await import('../src/cli/main.ts')
} else {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', at('src/cli/main.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // The terminal's interrupt reaches the child by itself: stay until it has ended.
  process.on('SIGINT', () => undefined)
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}
