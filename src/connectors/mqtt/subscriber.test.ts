import { createServer, type Server, type Socket } from 'node:net'
import { Aedes } from 'aedes'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type SubscriberState, subscribe } from './subscriber.ts'

type Broker = Readonly<{
  aedes: Aedes
  port: number
  publish: (topic: string, payload: string, qos?: 0 | 1) => Promise<void>
  drop: () => void
  close: () => Promise<void>
}>

const open: { close: () => Promise<void> }[] = []

const listen = async (server: Server, port: number): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

const broker = async (wanted = 0): Promise<Broker> => {
  const aedes = await Aedes.createBroker()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    aedes.handle(socket)
  })
  const port = await listen(server, wanted)
  const drop = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  let closed = false
  const made: Broker = {
    aedes,
    port,
    drop,
    publish: async (topic, payload, qos = 0) =>
      await new Promise<void>((resolve, reject) => {
        aedes.publish({ cmd: 'publish', topic, payload, qos, retain: false, dup: false }, (error) => (error ? reject(error) : resolve()))
      }),
    close: async () => {
      if (closed) return
      closed = true
      drop()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
    },
  }
  open.push(made)
  return made
}

const subscriber = (port: number, of: Partial<Parameters<typeof subscribe>[0]> = {}) => {
  const got: string[] = []
  const states: SubscriberState[] = []
  const made = subscribe({
    url: `mqtt://127.0.0.1:${port}`,
    topics: ['building/+/+'],
    onMessage: (topic, payload) => void got.push(`${topic} ${Buffer.from(payload).toString()}`),
    onState: (state) => void states.push(state),
    wait: { first: 20, longest: 40 },
    ...of,
  })
  open.push({ close: made.stop })
  return { ...made, got, states, words: () => states.map((one) => one.state) }
}

const until = async (check: () => void): Promise<void> => await vi.waitFor(check, { timeout: 20_000, interval: 10 })

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close()
})

describe('an MQTT subscriber', () => {
  it('takes the messages of its topics, in order, and stops cleanly', async () => {
    const { port, publish, aedes } = await broker()
    const { got, words, stop } = subscriber(port)
    await until(() => expect(words()).toEqual(['connecting', 'connected']))
    for (const [index, qos] of ([0, 1, 0, 1] as const).entries()) await publish('building/4/co2', String(index), qos)
    await publish('garden/4/co2', 'no')
    await until(() => expect(got).toEqual(['building/4/co2 0', 'building/4/co2 1', 'building/4/co2 2', 'building/4/co2 3']))
    await stop()
    expect(words()).toEqual(['connecting', 'connected', 'stopped'])
    await until(() => expect(aedes.connectedClients).toBe(0))
  })

  it('listens again after the connection was lost, also when the broker was away', async () => {
    const first = await broker()
    const { got, words } = subscriber(first.port)
    await until(() => expect(words()).toContain('connected'))
    await first.close()
    await until(() => expect(words().filter((one) => one === 'lost').length).toBeGreaterThan(2))
    const second = await broker(first.port)
    await until(() => expect(words().at(-1)).toBe('connected'))
    await second.publish('building/1/t', 'back')
    await until(() => expect(got).toEqual(['building/1/t back']))
  })

  it('tells why a broker refuses it', async () => {
    const { aedes, port } = await broker()
    aedes.authenticate = (_client, username, password, done) => done(null, username === 'reeve' && password?.toString() === 'secret')
    const refused = subscriber(port, { username: 'reeve', password: 'wrong' })
    await until(() =>
      expect(refused.states.at(1)).toMatchObject({ state: 'refused', message: expect.stringMatching(/not authorized|bad user/i) }),
    )
    const taken = subscriber(port, { username: 'reeve', password: 'secret' })
    await until(() => expect(taken.words()).toContain('connected'))
    expect(refused.words()).not.toContain('connected')
  })

  it('has one message in work at a time, and goes on after one that could not be taken', async () => {
    const { port, publish } = await broker()
    let working = 0
    let most = 0
    const taken: string[] = []
    const { words, states } = subscriber(port, {
      onMessage: async (_topic, payload) => {
        most = Math.max(most, ++working)
        await new Promise((resolve) => setTimeout(resolve, 2))
        working--
        const text = Buffer.from(payload).toString()
        if (text === '3') throw new Error('three')
        taken.push(text)
      },
    })
    await until(() => expect(words()).toContain('connected'))
    await Promise.all(Array.from({ length: 20 }, async (_, index) => await publish('building/1/t', String(index), 1)))
    await until(() => expect(taken).toHaveLength(19))
    expect(most).toBe(1)
    expect(taken).not.toContain('3')
    expect(states.at(-1)).toEqual({ state: 'connected', message: 'A message of building/1/t could not be taken: three' })
  })

  it('connects where the name was found to lead, looked up anew for each connection, and nowhere once that is refused', async () => {
    const { port, drop, aedes } = await broker()
    const asked: string[] = []
    let isPermitted = true
    const { words, states } = subscriber(port, {
      url: `mqtt://broker.example.org:${port}`,
      resolve: async () => {
        asked.push('broker')
        return isPermitted ? await Promise.resolve({ address: '127.0.0.1', family: 4 }) : await Promise.reject(new Error('not permitted'))
      },
    })
    await until(() => expect(words()).toEqual(['connecting', 'connected']))
    expect(asked).toHaveLength(1)
    drop()
    await until(() => expect(words().filter((one) => one === 'connected')).toHaveLength(2))
    isPermitted = false
    drop()
    await until(() => expect(states.filter((one) => one.state === 'lost' && one.message === 'not permitted').length).toBeGreaterThan(1))
    expect(aedes.connectedClients).toBe(0)
  })

  it('takes addresses of MQTT alone', () => {
    expect(() => subscriber(1, { url: 'http://127.0.0.1' })).toThrow('mqtts://')
  })
})
