import { isIP, type LookupFunction, connect as plain, type Socket } from 'node:net'
import { connect as secure } from 'node:tls'
import { connect, type IClientOptions, MqttClient } from 'mqtt'
import { Refusal } from '../../kernel/refusal.ts'

/** How the connection stands; `message` says why, in the broker's words. */
export type SubscriberState = Readonly<{ state: 'connecting' | 'connected' | 'lost' | 'refused' | 'stopped'; message: string | null }>

export type Subscription = Readonly<{
  url: string
  /** Which address the broker's name stands for, asked for each connection anew; the machine's own look-up when absent. What it throws is told as the reason. */
  resolve?: () => Promise<Readonly<{ address: string; family: number }>>
  /** Topic filters as the broker takes them. */
  topics: readonly string[]
  username?: string
  password?: string
  /** A message. The next one is taken, and this one confirmed to the broker, when this is done. When it fails the state tells so, and the message is left. */
  onMessage: (topic: string, payload: Uint8Array) => void | Promise<void>
  onState: (state: SubscriberState) => void
  /** First and longest wait before a new attempt, milliseconds; it doubles in between. */
  wait?: Readonly<{ first: number; longest: number }>
}>

const protocols = ['mqtt:', 'mqtts:', 'ws:', 'wss:']

const checked = (url: string): string => {
  if (URL.canParse(url) && protocols.includes(new URL(url).protocol)) return url
  throw new Refusal('invalid', 'mqtt_url', 'Write the broker’s address like mqtts://broker.example.org:8883.', [
    { path: 'url', message: 'The address must begin with mqtt://, mqtts://, ws:// or wss://.', rule: 'mqtt_url' },
  ])
}

/** CONNACK codes that a new attempt does not mend: wrong version, identifier, credentials, not permitted (MQTT 3.1.1 and 5). */
const isRefused = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  typeof error.code === 'number' &&
  [1, 2, 4, 5, 132, 133, 134, 135].includes(error.code)

/** Looks names up by `resolve`, whatever the name: no second look can then lead elsewhere than where was permitted. */
const lookupBy =
  (resolve: NonNullable<Subscription['resolve']>): LookupFunction =>
  (_name, { all }, done) => {
    const look = async (): Promise<void> => {
      const found = await resolve().catch((error: unknown) =>
        error instanceof Error ? error : new Error('the address could not be looked up'),
      )
      if (found instanceof Error) done(found, '')
      else if (all) done(null, [found])
      else done(null, found.address, found.family)
    }
    void look()
  }

/** A client for an address. Host and port are read here and not by the library, which reads some addresses otherwise than whoever judged them. */
const clientFor = (address: string, options: IClientOptions, resolve: Subscription['resolve']): MqttClient => {
  const { protocol, hostname, port, username, password } = new URL(address)
  const host = hostname.replace(/^\[|\]$/g, '')
  const lookup = resolve === undefined ? {} : { lookup: lookupBy(resolve) }
  const signIn = {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  }
  const all: IClientOptions = { ...signIn, ...options, host, hostname }
  if (protocol === 'ws:' || protocol === 'wss:') return connect(address, { ...all, wsOptions: lookup })
  const isSecure = protocol === 'mqtts:'
  const to = { host, port: Number(port || (isSecure ? 8883 : 1883)), ...lookup }
  const open = (): Socket => (isSecure ? secure({ ...to, ...(isIP(host) === 0 ? { servername: host } : {}) }) : plain(to))
  return new MqttClient((client) => open().on('error', (error) => void client.emit('error', error)), {
    ...all,
    protocol: isSecure ? 'mqtts' : 'mqtt',
  })
}

const optionsOf = (subscription: Subscription): IClientOptions => ({
  ...(subscription.username === undefined ? {} : { username: subscription.username }),
  ...(subscription.password === undefined ? {} : { password: subscription.password }),
  // Attempts are made here, with growing waits; the library's own come at one pace.
  reconnectPeriod: 0,
  connectTimeout: 10_000,
  keepalive: 60,
  clean: true,
  resubscribe: false,
  queueQoSZero: false,
})

/**
 * Listens to topics of an MQTT broker and keeps listening: when the connection is lost it is made anew, after waits that double up to a minute.
 * Messages are taken one at a time; while one is in work the others wait in the broker and the socket, never in memory here.
 * `stop` ends it and resolves once the connection is closed.
 * @throws Refusal `mqtt_url`
 */
export const subscribe = (subscription: Subscription): Readonly<{ stop: () => Promise<void> }> => {
  const { topics, onMessage, onState, wait = { first: 1000, longest: 60_000 } } = subscription
  const client = clientFor(checked(subscription.url), optionsOf(subscription), subscription.resolve)
  let pause = wait.first
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let why: string | null = null
  let refused = false

  const tell = (state: SubscriberState['state'], message: string | null = null): void => {
    if (!stopped || state === 'stopped') onState({ state, message })
  }

  client.handleMessage = (packet, done) => {
    const taken = async (): Promise<void> => {
      try {
        await onMessage(packet.topic, Buffer.from(packet.payload))
      } catch (error) {
        tell('connected', `A message of ${packet.topic} could not be taken: ${error instanceof Error ? error.message : 'no reason given'}`)
      }
      done()
    }
    void taken()
  }
  client.on('connect', () => {
    client.subscribe([...topics], { qos: 1 }, (error, granted = []) => {
      if (stopped) return
      const denied = granted.filter(({ qos }) => Number(qos) >= 128).map(({ topic }) => topic)
      if (error || denied.length > 0) {
        tell('refused', denied.length > 0 ? `The broker does not let Reeve listen to ${denied.join(', ')}.` : (error?.message ?? null))
        if (error) client.stream.destroy()
        return
      }
      pause = wait.first
      refused = false
      why = null
      tell('connected')
    })
  })
  client.on('error', (error) => {
    refused = isRefused(error)
    why = error.message
    // Some brokers leave the connection open after they have refused it.
    if (refused) client.stream.destroy()
  })
  client.on('close', () => {
    if (stopped) return
    tell(refused ? 'refused' : 'lost', why)
    timer = setTimeout(() => {
      tell('connecting')
      client.reconnect()
    }, pause)
    pause = Math.min(pause * 2, wait.longest)
  })
  tell('connecting')

  return {
    stop: async () => {
      if (stopped) return
      stopped = true
      clearTimeout(timer)
      await client.endAsync(true)
      tell('stopped')
    },
  }
}
