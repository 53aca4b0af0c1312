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

/** The address that a broker's name stands for at the moment. @throws Refusal when it may not be called */
export type JudgeBroker = (url: string, reach: Readonly<{ private: boolean }>) => Promise<Readonly<{ address: string; family: number }>>

export type MqttParts = Readonly<{ judge: JudgeBroker; secret: Secret }>

const leaseName = 'mqtt'
const leaseMs = 30_000
const flushMs = 200
/** More than this many messages wait in the broker, not here. */
const mostWaiting = 5_000
/** How long is waited when what was gathered could not be stored, before it is tried again. */
const againMs = 1_000

type Running = Readonly<{ version: number; stop: () => Promise<void> }>

const joined = (readings: readonly Reading[]): Reading => ({
  samples: readings.flatMap((one) => one.samples),
  distributions: [],
  refused: readings.flatMap((one) => one.refused),
})

type Gatherer = Readonly<{ add: (reading: Reading) => Promise<void>; settle: () => Promise<void> }>

/** Gathers messages for a moment and takes them together. What cannot be stored just now, as when the database restarts, waits and is tried again. */
export const gatherer = (db: Database, source: string, now: () => number): Gatherer => {
  let waiting: Reading[] = []
  let flushing: Promise<void> | undefined
  let settling = false
  const store = async (batch: readonly Reading[]): Promise<boolean> => {
    try {
      await takeReadings(db, await openSource(db, source), { reading: joined(batch) }, now)
      return true
    } catch (error) {
      if (!isRefusal(error)) return false
      // The source was paused meanwhile.
      await countDrop(db, source, error.message, null, now(), batch.length).catch(() => undefined)
      return true
    }
  }
  const flush = async (): Promise<void> => {
    let wait = flushMs
    while (waiting.length > 0) {
      await new Promise((done) => setTimeout(done, wait))
      const batch = waiting
      waiting = []
      if (await store(batch)) wait = flushMs
      else {
        waiting = [...batch, ...waiting]
        wait = againMs
        if (settling) break
      }
    }
    flushing = undefined
  }
  return {
    add: async (reading) => {
      waiting.push(reading)
      flushing ??= flush()
      if (waiting.length > mostWaiting) await flushing
    },
    settle: async () => {
      settling = true
      await flushing
    },
  }
}

const listen = (db: Database, source: Subscribed, { judge, secret }: MqttParts, now: () => number): Running => {
  const patterns: readonly Pattern[] = (source.settings?.topics ?? []).map(patternOf)
  const gathered = gatherer(db, source.id, now)
  const { path, user, secret: name } = source.settings ?? {}
  const password = name === undefined ? undefined : secret(name)
  const listening = subscribe({
    url: source.address,
    resolve: async () => await judge(source.address, { private: source.settings?.private === true }),
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
      running.set(source.id, listen(db, source, { judge, secret }, now))
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
