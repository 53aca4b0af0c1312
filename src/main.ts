import { parseArgs } from 'node:util'
import { isRefusal } from './kernel/refusal.ts'
import { readConfig } from './platform/config.ts'
import { say } from './platform/log.ts'
import { organisationOf } from './platform/settings.ts'
import { serve } from './serve.ts'

const begun = performance.now()

const words = () => {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, data: { type: 'string' }, host: { type: 'string' }, empty: { type: 'boolean' } },
  })
  return {
    ...(values.port ? { port: Number(values.port), portIsFixed: true } : {}),
    ...(values.data ? { dataDir: values.data } : {}),
    ...(values.host ? { host: values.host } : {}),
    ...(values.empty ? { sample: false } : {}),
  }
}

const main = async (): Promise<void> => {
  const running = await serve(readConfig(words()))
  let stopping = false
  const stop = (signal: string): void => {
    if (stopping) return
    stopping = true
    say(`${signal}: stopping…`)
    const late = setTimeout(() => process.exit(1), 15_000)
    late.unref()
    void running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal))
  const organisation = await organisationOf(running.store.house.db)
  say(`ready in ${((performance.now() - begun) / 1000).toFixed(1)} s: ${running.address}`)
  say(
    organisation.sample
      ? `this is the sample organisation “${organisation.name}”: open the address and choose “continue as …”. For your own: npm start -- --empty --data ./our-data`
      : 'open the address to sign in; in a new organisation it asks for the first administrator.',
  )
}

main().catch((error: unknown) => {
  say(isRefusal(error) ? error.message : `could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  process.exit(1)
})
