import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestHouse, testHouse } from '../../../test/house.ts'

type Made = { item: { id: string; ref: string; title: string; functional_unit: string | null; attributes: Record<string, unknown> } }

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
})

const make = async (plural: string, body: object): Promise<Made['item']> => {
  const answer = await house.call('POST', `/${plural}`, body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return (answer.body as Made).item
}
const service = async (title: string, over: object = {}): Promise<string> =>
  (await make('services', { title, service_kind: 'application', ...over })).ref
const component = async (title: string): Promise<string> => (await make('components', { title })).ref
const need = async (dependent: string, provider: string, over: object = {}) =>
  await make('dependencies', { dependent, provider, means: 'requires', ...over })
const refused = async (dependent: string, provider: string, over: object = {}): Promise<string> => {
  const answer = await house.call('POST', '/dependencies', { dependent, provider, means: 'requires', ...over })
  expect(answer.status).toBe(422)
  return String(answer.body['detail'])
}

describe('dependencies', () => {
  it('are named after what they say', async () => {
    expect((await need(await service('Booking'), await component('Server'), { means: 'runs_on' })).title).toBe('Booking runs on Server')
  })
  it('do not lead to themselves', async () => {
    const one = await service('Alone')
    expect(await refused(one, one)).toContain('Nothing depends on itself')
  })
  it('are not said twice', async () => {
    const [a, b] = [await service('Twice'), await component('Once')]
    const first = await need(a, b)
    expect(await refused(a, b, { means: 'uses' })).toContain(`${first.ref} says this already`)
  })
  it('name the circle that they would close', async () => {
    const [record, database, storage] = [await service('Record'), await component('Database'), await component('Storage')]
    await need(record, database)
    await need(database, storage)
    expect(await refused(storage, record)).toContain('Storage → Record → Database → Storage')
    await need(storage, record, { means: 'uses' })
  })
  it('do not close a circle by a change either', async () => {
    const [a, b] = [await service('Front'), await service('Back')]
    await need(a, b)
    const back = await need(b, a, { means: 'uses' })
    const answer = await house.call('PATCH', `/dependencies/${back.ref}`, { means: 'requires' })
    expect(answer.status).toBe(422)
    expect(answer.body['detail']).toContain('Back → Front → Back')
  })
  it('cannot close a circle together when they come at the same moment', async () => {
    const [a, b] = [await service('Left'), await service('Right')]
    const answers = await Promise.all([
      house.call('POST', '/dependencies', { dependent: a, provider: b, means: 'requires' }),
      house.call('POST', '/dependencies', { dependent: b, provider: a, means: 'requires' }),
    ])
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201, 422]))
  })
  it('ask for no more of a group than it has', async () => {
    const cooling = await service('Cooling')
    const chillers = [await component('Chiller 1'), await component('Chiller 2'), await component('Chiller 3')]
    expect(await refused(cooling, chillers[0] ?? '', { group: 'chillers', needs_k: 2 })).toContain('2 of “chillers” cannot work')
    expect(await refused(cooling, chillers[0] ?? '', { needs_k: 1 })).toContain('Name the redundancy group')
    for (const one of chillers) await need(cooling, one, { group: 'chillers' })
    const list = await house.call('GET', `/dependencies?dependent=${cooling}`)
    const [first] = list.body['items'] as { ref: string }[]
    expect((await house.call('PATCH', `/dependencies/${first?.ref}`, { needs_k: 2 })).status).toBe(200)
  })
})

describe('services', () => {
  it('take the functional unit of their kind and change it with the kind', async () => {
    const made = await make('services', { title: 'Rooms', service_kind: 'audio_visual' })
    expect(made.functional_unit).toBe('booked room-hour')
    const changed = await house.call('PATCH', `/services/${made.ref}`, { service_kind: 'facilities' })
    expect((changed.body as Made).item.functional_unit).toBe('square-metre-month')
  })
  it('keep a functional unit of their own', async () => {
    const made = await make('services', { title: 'Lectures', service_kind: 'audio_visual', functional_unit: 'lecture' })
    const changed = await house.call('PATCH', `/services/${made.ref}`, { service_kind: 'facilities' })
    expect((changed.body as Made).item.functional_unit).toBe('lecture')
  })
  it('do not lose attributes unseen when their kind changes', async () => {
    const made = await make('services', { title: 'Signs', service_kind: 'audio_visual', attributes: { rooms: 4 } })
    const refusal = await house.call('PATCH', `/services/${made.ref}`, { service_kind: 'application' })
    expect(refusal.status).toBe(422)
    expect(refusal.body['detail']).toContain('no place for Rooms')
    expect((await house.call('PATCH', `/services/${made.ref}`, { service_kind: 'application', attributes: {} })).status).toBe(200)
  })
})

type Impact = {
  items: { record: { title: string }; effect: string; why: string; path: string[] }[]
  counts: Record<string, number>
  more: number
}
const impact = async (key: string, as?: Awaited<ReturnType<TestHouse['person']>>): Promise<Impact> =>
  (await house.call('GET', `/records/${key}/impact`, undefined, as ? { as } : {})).body as unknown as Impact

describe('impact', () => {
  it('follows changes of dependencies at once', async () => {
    const [top, middle, low] = [await service('Clinic letters'), await service('Mail platform'), await component('Disk shelf')]
    await need(top, middle)
    expect((await impact(low)).items).toEqual([])
    const last = await need(middle, low, { means: 'runs_on' })
    const found = await impact(low)
    expect(found.items.map((item) => [item.record.title, item.effect])).toEqual([
      ['Mail platform', 'down'],
      ['Clinic letters', 'down'],
    ])
    expect(found.items[1]?.why).toBe('Clinic letters requires Mail platform, which runs on Disk shelf, which fails.')
    expect(found.items[1]?.path).toHaveLength(3)
    await house.call('POST', `/dependencies/${last.ref}/do/retire`, {})
    expect((await impact(low)).items).toEqual([])
    await house.call('POST', `/dependencies/${last.ref}/do/reinstate`, {})
    expect((await impact(low)).items).toHaveLength(2)
    await house.call('POST', `/dependencies/${last.ref}/remove`, { reason: 'wrong' })
    expect((await impact(low)).items).toEqual([])
  })
  it('says what is left of a group', async () => {
    const [edge, one, two] = [await service('Perimeter'), await component('Firewall 1'), await component('Firewall 2')]
    for (const wall of [one, two]) await need(edge, wall, { group: 'firewalls' })
    const found = await impact(one)
    expect(found.items[0]?.effect).toBe('at_risk')
    expect(found.items[0]?.why).toBe(
      'Perimeter goes on without Firewall 1: 1 of 2 “firewalls” are left and 1 must work, so no other may fail.',
    )
  })
  it('reaches offerings of a service', async () => {
    const kitchen = await service('Kitchen')
    await make('offerings', { title: 'Warm meals', service: kitchen })
    expect((await impact(kitchen)).items.map((item) => item.record.title)).toEqual(['Warm meals'])
  })
  it('shows a person only what they may see', async () => {
    const [mine, other, shared] = [await service('Mine'), await service('Other'), await component('Shared')]
    await need(mine, shared)
    await need(other, shared)
    const limited = await house.person('Only Mine', 'Service manager', { for_services: [mine] })
    const found = await impact(shared, limited)
    expect(found.items.map((item) => item.record.title)).toEqual(['Mine'])
    expect(found.more).toBe(1)
    const nobody = await house.call('GET', `/records/${shared}/impact`, undefined, { as: { ...limited, grants: [] } })
    expect(nobody.status).toBe(404)
  })
})

type Map = {
  nodes: {
    id: string
    title: string
    focus: boolean
    x: number
    y: number
    width: number
    height: number
    more: number | null
    members: unknown[]
  }[]
  edges: { from: string; to: string; label: string; needs: unknown; points: unknown[] }[]
}

describe('the map', () => {
  it('lays out what a service needs to its right, redundant parts as one, the rest counted', async () => {
    const hub = await service('Hub')
    for (let n = 1; n <= 4; n++) await need(hub, await component(`Node ${n}`), { group: 'nodes' })
    for (let n = 1; n <= 40; n++) await need(hub, await component(`Part ${n}`))
    const user = await service('User of the hub', { criticality: 'vital' })
    await need(user, hub, { means: 'uses' })
    const answer = await house.call('GET', `/services/${hub}/map`)
    expect(answer.status).toBe(200)
    const map = answer.body as unknown as Map
    const shown = map.nodes.filter((node) => node.title.startsWith('Part')).length
    expect(map.nodes.map((node) => node.title)).toEqual(
      expect.arrayContaining(['Hub', 'User of the hub', '4 × nodes', `+${40 - shown} more`]),
    )
    expect(map.nodes.find((node) => node.title === '4 × nodes')?.members).toHaveLength(4)
    const focus = map.nodes.find((node) => node.focus)
    for (const node of map.nodes)
      if (!node.focus) expect(Math.sign(node.x - (focus?.x ?? 0))).toBe(node.title === 'User of the hub' ? -1 : 1)
    expect(map.edges.find((edge) => edge.to.startsWith('group:'))).toMatchObject({ label: '1 of 4', needs: { k: 1, of: 4 } })
    expect(map.edges.every((edge) => edge.points.length > 1)).toBe(true)
    const again = await house.call('GET', `/services/${hub}/map`)
    expect(again.body).toEqual(answer.body)
  })
  it('never holds more than can be read', async () => {
    const centre = await service('Centre')
    for (let n = 1; n <= 12; n++) {
      const near = await service(`Near ${n}`)
      await need(centre, near)
      for (let m = 1; m <= 9; m++) await need(near, await component(`Far ${n}.${m}`))
    }
    const map = (await house.call('GET', `/services/${centre}/map?depth=2`)).body as unknown as Map & { beyond: number }
    expect(map.nodes.length).toBeLessThanOrEqual(80)
    const counted = map.nodes.reduce((sum, node) => sum + (node.more ?? 1), 0) + map.beyond
    expect(counted).toBe(1 + 12 + 12 * 9)
  })
  it('shows a lone service', async () => {
    const answer = await house.call('GET', `/services/${await service('Lone')}/map?depth=2`)
    expect((answer.body as unknown as Map).nodes.map((node) => node.title)).toEqual(['Lone'])
  })
  it('refuses another depth', async () => {
    expect((await house.call('GET', `/services/${await service('Deep')}/map?depth=7`)).status).toBe(422)
  })
})

describe('completeness', () => {
  it('names what is missing and what is stale', async () => {
    const ref = await service('Bare', { confirmed_on: '2024-01-01' })
    const answer = await house.call('GET', `/services/${ref}/completeness`)
    const body = answer.body as unknown as { share: number; missing: { field: string }[]; stale: { field: string; days: number }[] }
    expect(body.missing.map((one) => one.field)).toEqual(
      expect.arrayContaining(['owner', 'team', 'purpose', 'attributes.product', 'needs', 'dependencies']),
    )
    expect(body.stale).toMatchObject([{ field: 'confirmed_on', days: 791 }])
    await house.call('PATCH', `/services/${ref}`, { purpose: 'To test.', criticality: 'low' })
    const after = (await house.call('GET', `/services/${ref}/completeness`)).body as unknown as { share: number }
    expect(after.share).toBeGreaterThan(body.share)
  })
  it('lists services with gaps', async () => {
    const answer = await house.call('GET', '/catalogue/gaps')
    const body = answer.body as unknown as {
      items: { service: { title: string }; gaps: string[]; words: string }[]
      counts: Record<string, number>
      services: number
    }
    expect(body.items.find((item) => item.service.title === 'Lone')?.gaps).toEqual(['owner', 'team', 'need', 'agreement', 'confirmed'])
    expect(body.counts['owner']).toBeGreaterThan(0)
    const nobody = await house.call('GET', '/catalogue/gaps', undefined, {
      as: { id: null, title: 'Nobody', level: 1, teams: [], grants: [] },
    })
    expect(nobody.status).toBe(403)
  })
})
