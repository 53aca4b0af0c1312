// Adds to package-lock.json the platform packages that the registry at hand did not know (npm leaves them out silently,
// and `npm ci` then refuses the lock file). node complete-lock.mjs IN OUT
import { readFileSync, writeFileSync } from 'node:fs'
const [from, to] = process.argv.slice(2)
const lock = JSON.parse(readFileSync(from, 'utf8'))
const added = []
const words = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'win32',
  windows: 'win32',
  android: 'android',
  freebsd: 'freebsd',
  openharmony: 'openharmony',
  sunos: 'sunos',
  aix: 'aix',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  wasi: 'wasi',
}
const cpus = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el']
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries({ ...entry.optionalDependencies })) {
    const at = `node_modules/${name}`
    if (lock.packages[at] || lock.packages[`${path}/node_modules/${name}`]) continue
    const tail = name.split('/').pop()
    const os = Object.keys(words).find((word) => tail.split('-').includes(word))
    const cpu = cpus.find((word) => tail.split('-').includes(word))
    if (!/^\d/.test(version)) {
      console.log('range, left out:', name, version, 'of', path)
      continue
    }
    const libc = /musl/.test(tail) ? ['musl'] : /gnu|glibc/.test(tail) ? ['glibc'] : undefined
    lock.packages[at] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      dev: entry.dev,
      ...(libc && { libc }),
      optional: true,
      ...(os && { os: [words[os]] }),
    }
    if (!entry.dev) delete lock.packages[at].dev
    added.push(`${name}@${version} ${os} ${cpu} ${libc ?? ''}`)
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(to, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length, 'added')
console.log(added.join('\n'))
