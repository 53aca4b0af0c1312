import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testHouse, type TestHouse } from '../../../test/house.ts'
import type { Actor } from '../../platform/rights/grants.ts'

let reeve: TestHouse
let ada: Actor
let ben: Actor
let cleo: Actor
let service: string
beforeAll(async () => {
  reeve = await testHouse()
  const made = await reeve.call('POST', '/services', { title: 'Portal', service_kind: 'application' })
  service = (made.body['item'] as { id: string }).id
  ada = await reeve.person('Ada Proposer', 'Administrator')
  ben = await reeve.person('Ben Approver', 'Administrator')
  cleo = await reeve.person('Cleo Other', 'Administrator')
})
afterAll(async () => await reeve[Symbol.asyncDispose]())

const propose = async (more: object = {}, as: Actor = ada) =>
  await reeve.call(
    'POST',
    '/corrections',
    {
      title: 'Their own line',
      subject: service,
      starts_at: '2026-03-01T08:00:00Z',
      ends_at: '2026-03-01T09:00:00Z',
      reason_type: 'customer',
      explanation: 'They cut it.',
      ...more,
    },
    { as },
  )
const idOf = async (): Promise<string> => ((await propose()).body['item'] as { id: string }).id
const approve = async (id: string, as?: Actor) => await reeve.call('POST', `/corrections/${id}/do/approve`, {}, as ? { as } : {})

describe('a correction', () => {
  test('begins as proposed: nobody makes one that is approved already', async () => {
    expect((await propose({ state: 'approved' })).body).toMatchObject({
      status: 422,
      code: 'approved',
      detail: expect.stringContaining('begins as proposed') as string,
    })
    expect((await propose({ state: 'approved', approved_by: ben.id })).status).toBe(422)
    expect((await propose()).body['item']).toMatchObject({ state: 'proposed', approved_by: null })
  })
  test('is approved by a person other than who proposed it, who is named with the moment', async () => {
    const id = await idOf()
    expect((await approve(id, ada)).body).toMatchObject({ code: 'own' })
    expect((await approve(id)).body).toMatchObject({ code: 'nobody' })
    expect((await approve(id, ben)).body['item']).toMatchObject({ state: 'approved', approved_by: ben.id })
    const change = await reeve.call('PATCH', `/corrections/${id}`, { ends_at: '2026-03-01T20:00:00Z' }, { as: ben })
    expect(change.body).toMatchObject({ code: 'approved' })
  })
  test('that somebody changed is not approved by them', async () => {
    const id = await idOf()
    await reeve.call('PATCH', `/corrections/${id}`, { ends_at: '2026-03-01T20:00:00Z' }, { as: ben })
    expect((await approve(id, ben)).body).toMatchObject({ code: 'own' })
    expect((await approve(id, cleo)).body['item']).toMatchObject({ approved_by: cleo.id })
  })
})

describe('a secret of the operator', () => {
  const make = async (body: object, as?: Actor) =>
    await reeve.call('POST', '/sources', { title: 'Metrics', source_type: 'promql', ...body }, as ? { as } : {})
  const settings = { secret: 'PROMETHEUS' }
  test('is sent only where somebody with the right for it pointed the source', async () => {
    const manager = await reeve.person('Mia Manager', 'Service manager')
    const missing = { code: 'missing_right', right: 'secret.use' }
    expect((await make({ address: 'https://elsewhere.example', settings }, manager)).body).toMatchObject(missing)
    const made = await make({ address: 'https://metrics.example', settings }, ada)
    expect(made.status).toBe(201)
    const { id } = made.body['item'] as { id: string }
    const change = async (body: object) => await reeve.call('PATCH', `/sources/${id}`, body, { as: manager })
    expect((await change({ address: 'https://elsewhere.example' })).body).toMatchObject(missing)
    expect((await change({ settings: { secret: 'OTHER' } })).body).toMatchObject(missing)
    expect((await change({ title: 'Metrics of the halls' })).status).toBe(200)
    expect((await change({ settings: {}, address: 'https://elsewhere.example' })).status).toBe(200)
  })
})
