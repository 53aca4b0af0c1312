import type { TestHouse } from '../../../test/house.ts'

type Item = Readonly<{ id: string; ref: string }>

/** Builders for tests of reports: a service with an agreement by working hours in UTC, and incidents that live as told. */
export type Story = Readonly<{
  service: Item
  calendar: Item
  agreement: Item
  resolve: Item
  respond: Item
  teams: readonly [Item, Item]
  /** Sends a request at a moment such as '2026-02-03 09:00', UTC. */
  at: (moment: string, method: 'POST' | 'PATCH', path: string, body?: unknown) => Promise<Item>
  opened: (moment: string, title: string, more?: Readonly<Record<string, unknown>>) => Promise<Item>
  start: (moment: string, incident: Item) => Promise<Item>
  resolved: (moment: string, incident: Item) => Promise<Item>
}>

const working = [['09:00', '17:00']]

export const story = async (house: TestHouse): Promise<Story> => {
  const at: Story['at'] = async (moment, method, path, body) => {
    house.now.value = Date.parse(`${moment.replace(' ', 'T')}:00Z`)
    const answer = await house.call(method, path, body ?? {})
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body['item'] as Item
  }
  const start = '2026-01-01 08:00'
  const team = async (title: string): Promise<Item> => await at(start, 'POST', '/teams', { title })
  const teams = [await team('First line'), await team('Network')] as const
  const service = await at(start, 'POST', '/services', { title: 'Mail', service_kind: 'application', team: teams[0].ref, state: 'live' })
  const calendar = await at(start, 'POST', '/calendars', {
    title: 'Office',
    time_zone: 'UTC',
    hours: { mon: working, tue: working, wed: working, thu: working, fri: working },
  })
  const agreement = await at(start, 'POST', '/agreements', {
    title: 'Mail levels',
    agreement_type: 'sla',
    services: [service.ref],
    calendar: calendar.ref,
    pauses_on: ['customer'],
  })
  const promise = async (measure: string, target: number, share?: number): Promise<Item> =>
    await at(start, 'POST', '/promises', {
      title: measure,
      agreement: agreement.ref,
      measure,
      priority: '3',
      target,
      ...(share === undefined ? {} : { share }),
    })
  const resolve = await promise('resolution', 4 * 3600, 0.75)
  const respond = await promise('response', 3600, 0.75)
  await at(start, 'POST', `/agreements/${agreement.ref}/do/activate`, { starts_on: '2026-01-01' })
  return {
    service,
    calendar,
    agreement,
    resolve,
    respond,
    teams,
    at,
    opened: async (moment, title, more = {}) =>
      await at(moment, 'POST', '/incidents', {
        title,
        service: service.ref,
        priority: '3',
        team: teams[0].ref,
        category: 'Mail client',
        ...more,
      }),
    start: async (moment, { ref }) => await at(moment, 'POST', `/incidents/${ref}/do/start`),
    resolved: async (moment, { ref }) =>
      await at(moment, 'POST', `/incidents/${ref}/do/resolve`, { resolution_code: 'Solved', resolution: 'Done.' }),
  }
}

/** February 2026, worked out by hand in the tests. Two incidents of January, five of February, one opened by mistake. */
export const february = async (told: Story) => {
  const quick = await told.opened('2026-01-28 10:00', 'January, solved at once')
  await told.start('2026-01-28 10:10', quick)
  await told.resolved('2026-01-28 11:00', quick)
  const across = await told.opened('2026-01-30 15:00', 'Across the end of the month')
  await told.start('2026-01-30 15:30', across)
  await told.resolved('2026-02-02 12:00', across)
  const a = await told.opened('2026-02-03 09:00', 'A')
  await told.start('2026-02-03 09:30', a)
  await told.resolved('2026-02-03 11:00', a)
  const b = await told.opened('2026-02-04 16:00', 'B')
  await told.start('2026-02-05 09:30', b)
  await told.resolved('2026-02-05 11:00', b)
  const c = await told.opened('2026-02-10 09:00', 'C')
  await told.start('2026-02-10 09:15', c)
  await told.resolved('2026-02-10 16:00', c)
  await told.at('2026-02-11 10:00', 'POST', `/incidents/${c.ref}/do/reopen`, { reason: 'It came back.' })
  await told.resolved('2026-02-11 11:00', c)
  const mistake = await told.opened('2026-02-12 10:00', 'By mistake')
  await told.at('2026-02-12 10:30', 'POST', `/incidents/${mistake.ref}/do/cancel`, { reason: 'Opened twice.' })
  const f = await told.opened('2026-02-17 10:00', 'F', { category: 'Printing' })
  await told.start('2026-02-17 10:15', f)
  await told.at('2026-02-17 10:20', 'PATCH', `/incidents/${f.ref}`, { team: told.teams[1].ref })
  await told.at('2026-02-17 10:30', 'POST', `/incidents/${f.ref}/do/wait`, { waiting_for: 'customer' })
  await told.start('2026-02-17 11:30', f)
  await told.resolved('2026-02-17 12:00', f)
  const e = await told.opened('2026-02-26 09:00', 'E', { major: true })
  await told.start('2026-02-26 09:10', e)
  return { quick, across, a, b, c, mistake, f, e }
}
