import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtInRoles } from '../src/capabilities/people/index.ts'
import type { Actor } from '../src/platform/rights/grants.ts'
import { testHouse, type TestHouse } from './house.ts'

/** Every kind x every built-in role x every verb, judged from the role's written rights alone, without the code that judges in Reeve. */

let reeve: TestHouse
const people = new Map<string, Actor>()
const samples = new Map<string, string>()

let slugs = 1
const drafts: Readonly<Record<string, (ref: (kind: string) => string) => Record<string, unknown>>> = {
  role_holding: (ref) => ({ person: ref('person'), role: ref('role') }),
  service: () => ({ service_kind: 'application' }),
  offering: (ref) => ({ service: ref('service') }),
  dependency: (ref) => ({ dependent: ref('service'), provider: ref('component'), means: 'requires' }),
  contract: (ref) => ({ supplier: ref('supplier') }),
  calendar: () => ({ time_zone: 'Europe/London', hours: { mon: [['09:00', '17:00']] } }),
  agreement: (ref) => ({ agreement_type: 'sla', calendar: ref('calendar') }),
  promise: (ref) => ({ agreement: ref('agreement'), measure: 'response', target: 3600 }),
  credit: (ref) => ({ agreement: ref('agreement'), promise: ref('promise'), period: '2026-02' }),
  scorecard: (ref) => ({ supplier: ref('supplier') }),
  source: () => ({ source_type: 'plain' }),
  measure: (ref) => ({ subject: ref('service'), measure_type: 'latency', aggregation: 'mean' }),
  check: (ref) => ({ subject: ref('service'), check_type: 'tcp', target: 'example.org:443', every: 60 }),
  alert: (ref) => ({ subject: ref('service'), severity: 'warning', started_at: '2026-03-01T08:00:00Z' }),
  outage: (ref) => ({ subject: ref('service'), severity: 'down', started_at: '2026-03-01T08:00:00Z' }),
  correction: (ref) => ({
    subject: ref('service'),
    reason_type: 'customer',
    explanation: 'Its own line was cut.',
    starts_at: '2026-03-01T08:00:00Z',
    ends_at: '2026-03-01T09:00:00Z',
  }),
  maintenance: (ref) => ({ subjects: [ref('service')], starts_at: '2026-03-01T08:00:00Z', ends_at: '2026-03-01T09:00:00Z' }),
  incident: (ref) => ({ service: ref('service'), opened_at: '2026-03-01T08:00:00Z' }),
  status_page: () => ({ slug: `page-${slugs++}`, time_zone: 'Europe/London' }),
  status_item: (ref) => ({ page: ref('status_page'), subjects: [ref('service')] }),
  status_notice: (ref) => ({ page: ref('status_page'), notice_type: 'incident', impact: 'minor', started_at: '2026-03-01T08:00:00Z' }),
  status_update: (ref) => ({ notice: ref('status_notice'), stage: 'investigating', words: 'We look into it.', at: '2026-03-01T08:00:00Z' }),
  report: (ref) => ({ report_type: 'service', service: ref('service'), period: '2026-02' }),
  view: () => ({ of_kind: 'service' }),
  role: () => ({ rights: ['unit.see'] }),
}

beforeAll(async () => {
  reeve = await testHouse()
  for (const role of builtInRoles) people.set(role.title, await reeve.person(`Some ${role.title}`, role.title))
  for (const kind of reeve.house.registry.kinds) {
    const body = { title: `A ${kind.name}`, ...drafts[kind.name]?.((name) => samples.get(name) ?? '') }
    const made = await reeve.call('POST', `/${kind.plural}`, body)
    expect(made.body, kind.name).toHaveProperty('item')
    samples.set(kind.name, String((made.body['item'] as { ref: string }).ref))
  }
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

/** Whether a role's written rights hold one, everywhere. Those that end in :own reach none of these records: they belong to others. */
const written = (rights: readonly string[], kind: string, verb: string): boolean =>
  ['*', `*.${verb}`, `${kind}.*`, `${kind}.${verb}`].some((one) => rights.includes(one))

const ownReach = (rights: readonly string[], kind: string, verb: string): boolean => rights.includes(`${kind}.${verb}:own`)

for (const role of builtInRoles)
  test(`${role.title}: sees, creates, edits, moves and removes what the role says and nothing else`, async () => {
    const as = people.get(role.title) ?? null
    for (const kind of reeve.house.registry.kinds) {
      const key = samples.get(kind.name) ?? ''
      const own = kind.name === 'person' ? as?.id === key : false
      const sees = written(role.rights, kind.name, 'see') || own
      const where = `${role.title} ${kind.name}`
      expect((await reeve.call('GET', `/${kind.plural}/${key}`, undefined, { as })).status, `${where} see`).toBe(sees ? 200 : 404)
      const list = await reeve.call('GET', `/${kind.plural}?limit=500`, undefined, { as })
      expect(list.status).toBe(200)
      const listed = (list.body['items'] as { ref: string }[]).some((one) => one.ref === key)
      expect(listed, `${where} list`).toBe(sees)
      const edit = await reeve.call('PATCH', `/${kind.plural}/${key}`, {}, { as })
      expect(edit.status, `${where} edit`).toBe(!sees ? 404 : written(role.rights, kind.name, 'edit') ? 200 : 403)
      if (!written(role.rights, kind.name, 'create') && !ownReach(role.rights, kind.name, 'create'))
        expect((await reeve.call('POST', `/${kind.plural}`, { title: 'No' }, { as })).status, `${where} create`).toBe(403)
      for (const way of kind.lifecycle.moves) {
        const moved = await reeve.call('POST', `/${kind.plural}/${key}/do/${way.verb}`, {}, { as })
        if (!sees) expect(moved.status, `${where} ${way.verb}`).toBe(404)
        else if (!written(role.rights, kind.name, way.verb)) expect(moved.status, `${where} ${way.verb}`).toBe(403)
        else expect([200, 409, 422], `${where} ${way.verb}`).toContain(moved.status)
      }
      const removed = await reeve.call('POST', `/${kind.plural}/${key}/remove`, {}, { as })
      if (!written(role.rights, kind.name, 'remove')) expect(removed.status, `${where} remove`).toBe(sees ? 403 : 404)
      else if (removed.status === 200) {
        const made = await reeve.call('POST', `/${kind.plural}`, {
          title: `A ${kind.name}`,
          ...drafts[kind.name]?.((name) => samples.get(name) ?? ''),
        })
        samples.set(kind.name, String((made.body['item'] as { ref: string }).ref))
      }
    }
  })

test('nobody who is not signed in gets anything but what is open to all', async () => {
  for (const route of reeve.house.routes) {
    if (route.open) continue
    const path = route.path.replace(/:\w+/g, 'X-1')
    const answer = await reeve.call(route.method, path, route.method === 'GET' ? undefined : {}, { as: null })
    expect(answer.status, `${route.method} ${path}`).toBe(401)
  }
})
