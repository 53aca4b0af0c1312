import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestHouse, testHouse } from '../../../test/house.ts'

type Need = { id: string; ref: string; title: string; state: string; confirmed_on: string | null; confirmed_by: string | null }

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
})

const made = async (plural: string, body: object): Promise<Need> => (await house.call('POST', `/${plural}`, body)).body['item'] as Need
const live = async (title: string): Promise<string> => {
  const { ref } = await made('services', { title, service_kind: 'application' })
  await house.call('POST', `/services/${ref}/do/go_live`, {})
  return ref
}

describe('confirming a need', () => {
  it('keeps who confirmed it, today unless another day is given', async () => {
    const head = await house.person('Daniel Achterberg', 'Portfolio head')
    const { ref } = await made('needs', { title: 'Write letters' })
    const first = await house.call('POST', `/needs/${ref}/do/confirm`, {}, { as: head })
    expect(first.body['item']).toMatchObject({ state: 'confirmed', confirmed_on: '2026-03-02', confirmed_by: head.id })
    const again = await house.call('POST', `/needs/${ref}/do/confirm`, { confirmed_on: '2026-02-27' })
    expect(again.body['item']).toMatchObject({ confirmed_on: '2026-02-27', confirmed_by: null })
  })
  it('does not take a day that lies ahead', async () => {
    const { ref } = await made('needs', { title: 'Read letters' })
    expect((await house.call('POST', `/needs/${ref}/do/confirm`, { confirmed_on: '2026-03-03' })).status).toBe(422)
  })
  it('confirms again today when the last day stands in the form', async () => {
    const { ref } = await made('needs', { title: 'Keep letters', confirmed_on: '2024-05-01' })
    expect((await house.call('POST', `/needs/${ref}/do/confirm`, {})).body['item']).toMatchObject({ confirmed_on: '2026-03-02' })
  })
})

type Gaps = {
  unmet: { need: Need; why: string }[]
  unneeded: { title: string }[] | null
  unconfirmed: { need: Need; days: number | null }[]
}

describe('gaps', () => {
  it('are needs without a live service, services without a need, and needs long unconfirmed', async () => {
    const [used, spare] = [await live('Used'), await live('Spare')]
    const designed = (await made('services', { title: 'Designed', service_kind: 'application' })).ref
    await made('needs', { title: 'Met', services: [used], confirmed_on: '2026-01-01' })
    await made('needs', { title: 'Open', confirmed_on: '2026-01-01' })
    await made('needs', { title: 'Promised', services: [designed], confirmed_on: '2025-03-01' })
    const gone = await made('needs', { title: 'Gone', services: [spare] })
    await house.call('POST', `/needs/${gone.ref}/do/lapse`, { reason: 'Ward closed.' })
    const body = (await house.call('GET', '/needs/gaps')).body as unknown as Gaps
    const unmet = new Map(body.unmet.map(({ need, why }) => [need.title, why]))
    expect([unmet.get('Met'), unmet.get('Open'), unmet.get('Promised'), unmet.get('Gone')]).toEqual([
      undefined,
      'No service meets it.',
      'The service that will meet it is not live yet.',
      undefined,
    ])
    expect(body.unneeded?.map(({ title }) => title)).toEqual(['Spare'])
    expect(body.unconfirmed.find(({ need }) => need.title === 'Promised')?.days).toBe(366)
    expect(body.unconfirmed.map(({ need }) => need.title)).not.toContain('Met')
  })
  it('need the right to see needs, and leave services out without the right to see them', async () => {
    const nobody = { id: null, title: 'Nobody', level: 1, teams: [] }
    expect((await house.call('GET', '/needs/gaps', undefined, { as: { ...nobody, grants: [] } })).status).toBe(403)
    const answer = await house.call('GET', '/needs/gaps', undefined, { as: { ...nobody, grants: [{ right: 'need.see', reach: 'all' }] } })
    expect((answer.body as unknown as Gaps).unneeded).toBeNull()
  })
})
