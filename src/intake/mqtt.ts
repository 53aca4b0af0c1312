import { countDrop, openSource, type Reading, type Subscribed, subscribedSources, takeReadings } from '../capabilities/signals/index.ts'
import { readMessage } from '../connectors/mqtt/payload.ts'
import { subscribe } from '../connectors/mqtt/subscriber.ts'
import { labelsOfTopic, type Pattern, patternOf } from '../connectors/mqtt/topic.ts'
import { newId } from '../kernel/id.ts'
import { isRefusal } from '../kernel/refusal.ts'
import type { Loop } from '../platform/capability.ts'
import type { Database } from '../platform/db/database.ts'
import { holdLease, releaseLease } from '../platform/jobs/lease.ts'
import type { Secret } from './pull.ts'

/** Refuses a broker whose address may not be called. @throws Refusal */
export type JudgeBroker = (url: string, reach: Readonly<{ private: boolean }>) => Promise<void>

export type MqttParts = Readonly<{ judge: JudgeBroker; secret: Secret }>

const leaseName = 'mqtt'
const leaseMs = 30_000
const flushMs = 200
/** More than this many messages wait in the broker, not here. */
const mostWaiting = 5_000

type Running = Readonly<{ version: number; stop: () => Promise<void> }>

const joined = (readings: readonly Reading[]): Reading => ({
  samples: readings.flatMap((one) => one.samples),
  distributions: [],
  refused: readings.flatMap((one) => one.refused),
})

/** Gathers messages for a moment and takes them together. */
const gatherer = (db: Database, source: string, now: () => number) => {
  let waiting: Reading[] = []
  let flushing: Promise<void> | undefined
  const flush = async (): Promise<void> => {
    await new Promise((done) => setTimeout(done, flushMs))
    const batch = waiting
    waiting = []
    flushing = undefined
    try {
      await takeReadings(db, await openSource(db, source), { reading: joined(batch) }, now)
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
  }
  return {
    add: async (reading: Reading): Promise<void> => {
      waiting.push(reading)
      flushing ??= flush()
      if (waiting.length > mostWaiting) await flushing
    },
    settle: async (): Promise<void> => await flushing,
  }
}

const listen = (db: Database, source: Subscribed, secret: Secret, now: () => number): Running => {
  const patterns: readonly Pattern[] = (source.settings?.topics ?? []).map(patternOf)
  const gathered = gatherer(db, source.id, now)
  const { path, user, secret: name } = source.settings ?? {}
  const password = name === undefined ? undefined : secret(name)
  const listening = subscribe({
    url: source.address,
    topics: patterns.map((one) => one.filter),
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
    onMessage: async (topic, payload) => {
      const pattern = patterns.find((one) => labelsOfTopic(one, topic) !== null)
      if (pattern) await gathered.add(readMessage({ pattern, ...(path === undefined ? {} : { path }) }, topic, payload, now()))
    },
    onState: ({ state, message }) => {
      if (state !== 'lost' && state !== 'refused') return
      const said = state === 'lost' ? 'The connection to the broker was lost.' : 'The broker refused the connection.'
      void countDrop(db, source.id, said, message, now()).catch(() => undefined)
    },
  })
  return {
    version: source.version,
    stop: async () => {
      await listening.stop()
      await gathered.settle()
    },
  }
}

/** Listens to every broker that a source names; one process of the cluster does, another takes over within half a minute. */
export const mqttLoop = ({ judge, secret }: MqttParts): Loop => {
  const holder = newId()
  const running = new Map<string, Running>()
  const stopAll = async (): Promise<void> => {
    const all = [...running.values()]
    running.clear()
    await Promise.all(all.map(async (one) => await one.stop()))
  }
  const begin = async (db: Database, source: Subscribed, now: () => number): Promise<void> => {
    try {
      await judge(source.address, { private: source.settings?.private === true })
      running.set(source.id, listen(db, source, secret, now))
    } catch (error) {
      if (!isRefusal(error)) throw error
      await countDrop(db, source.id, error.message, source.address, now())
    }
  }
  const watched = new WeakSet<AbortSignal>()
  return {
    name: 'signals.mqtt',
    every: 5_000,
    about: 'Listens to MQTT brokers.',
    run: async (db, _registry, now, signal) => {
      if (!watched.has(signal)) {
        watched.add(signal)
        signal.addEventListener(
          'abort',
          () => void stopAll().then(async () => await releaseLease(db, leaseName, holder).catch(() => undefined)),
          { once: true },
        )
      }
      const sources = await subscribedSources(db)
      const isHolder = (sources.length > 0 || running.size > 0) && (await holdLease(db, leaseName, holder, now(), leaseMs))
      if (!isHolder) return await stopAll()
      const wanted = new Map(sources.map((one) => [one.id, one]))
      for (const [id, one] of running) {
        if (wanted.get(id)?.version === one.version) continue
        running.delete(id)
        await one.stop()
      }
      for (const source of sources) if (!running.has(source.id) && !signal.aborted) await begin(db, source, now)
    },
  }
}
