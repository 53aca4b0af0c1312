import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../platform/db/sql.ts'
import { imported, sharedData, type TestHouse, testHouse } from '../testing/house.ts'
import { backstage } from './reader.ts'
import { readReference } from './reference.ts'

const shared = sharedData()

let house: TestHouse
beforeAll(async () => {
  house = await testHouse([backstage])
})
afterAll(async () => {
  expect(house.defects).toEqual([])
  await house.close()
})

const entity = (kind: string, name: string, spec: string, metadata = ''): string =>
  `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${metadata}spec:\n${spec}`
const group = (name: string): string => entity('Group', name, '  type: team\n  children: []\n')
const service = (name: string, more = ''): string =>
  entity('Component', name, `  type: service\n  lifecycle: production\n  owner: team-a\n${more}`)

describe('references', () => {
  it.each([
    ['team-a', 'group:default/team-a'],
    ['group:team-a', 'group:default/team-a'],
    ['User:Other/Jo', 'user:other/jo'],
    ['other/team-a', 'group:other/team-a'],
  ])('%s is %s where a group is meant', (text, ref) => {
    expect(readReference(text, { kind: 'Group', namespace: 'default' })).toBe(ref)
  })

  it('takes no text that is not one', () => {
    for (const text of ['', 'a b', 'group:', 'a/b/c', '-x']) expect(readReference(text, { kind: 'Group', namespace: 'default' })).toBeNull()
  })
})

describe('a Backstage catalogue', () => {
  it('becomes people, teams, services, components and dependencies', async () => {
    const files = {
      'org/all.yaml': [
        entity('User', 'jo', '  profile:\n    displayName: Jo Day\n    email: Jo@example.org\n  memberOf: [team-a]\n'),
        group('team-a'),
        entity('Domain', 'care', '  owner: team-a\n', '  title: Patient care\n'),
        entity('System', 'records', '  owner: team-a\n  domain: care\n', '  annotations:\n    reeve.io/service-kind: infrastructure\n'),
      ].join('\n---\n'),
      'apps.yaml': [
        service('portal', '  system: records\n  dependsOn:\n    - resource:db\n    - component:default/lib\n  consumesApis: [letters]\n'),
        entity(
          'Component',
          'lib',
          '  type: library\n  lifecycle: experimental\n  owner: user:jo\n',
          '  description: Shared code\n  links:\n    - url: https://example.org/lib\n      title: Source\n',
        ),
        entity(
          'Component',
          'maker',
          '  type: website\n  lifecycle: deprecated\n  owner: team-a\n  providesApis: [letters]\n  subcomponentOf: portal\n',
        ),
        entity('API', 'letters', '  type: openapi\n  lifecycle: production\n  owner: team-a\n  definition: "{}"\n'),
        entity('Resource', 'db', '  type: database\n  owner: team-a\n'),
      ].join('\n---\n'),
    }
    const run = await imported(house, 'backstage', 'whole', files)
    expect(run.issues).toEqual([])
    expect(run.kinds).toMatchObject({
      person: { new: 1 },
      team: { new: 1 },
      service: { new: 3 },
      component: { new: 3 },
      dependency: { new: 6 },
    })
    const services = await house.db.rows(
      sql`select service.title, service.state, service_kind, portfolio_group, team.title as team from service join record on record.id = service.id left join team on team.id = service.team where source = 'whole' order by 1`,
    )
    expect(services).toEqual([
      { title: 'maker', state: 'retiring', service_kind: 'application', portfolio_group: null, team: 'team-a' },
      { title: 'portal', state: 'live', service_kind: 'application', portfolio_group: 'Patient care', team: 'team-a' },
      { title: 'records', state: 'live', service_kind: 'infrastructure', portfolio_group: 'Patient care', team: 'team-a' },
    ])
    const [lib] = await house.db.rows(
      sql`select component_type, component.state, component.tags, description, person.title as owner from component join person on person.id = component.owner where component.title = 'lib'`,
    )
    expect(lib).toEqual({
      component_type: 'library',
      state: 'in_use',
      tags: ['experimental'],
      description: 'Shared code\n\n- [Source](https://example.org/lib)',
      owner: 'Jo Day',
    })
    const needs = await house.db.rows<{ text: string }>(
      sql`select one.title || ' ' || means || ' ' || other.title as text from dependency join record one on one.id = dependent join record other on other.id = provider order by 1`,
    )
    expect(needs.map((need) => need.text)).toEqual([
      'letters runs_on maker',
      'portal requires db',
      'portal requires lib',
      'portal uses letters',
      'portal uses maker',
      'records uses portal',
    ])
    const [team] = await house.db.rows<{ members: string[] }>(
      sql`select members from team join record on record.id = team.id where source = 'whole'`,
    )
    expect(team?.members).toHaveLength(1)
    expect((await imported(house, 'backstage', 'whole', files)).kinds).toMatchObject({
      service: { new: 0, changed: 0, same: 3 },
      dependency: { same: 6 },
      team: { same: 1 },
    })
  })

  it('names what is wrong by file, line and field, and imports the rest', async () => {
    const files = {
      'good.yaml': `${group('team-a')}\n---\n${service('good')}`,
      'bad.yaml': [
        service('broken', '  dependsOn: [\n'),
        'just text',
        entity('Component', 'no owner', '  type: service\n  lifecycle: production\n'),
        entity(
          'Component',
          'lost',
          '  type: service\n  lifecycle: production\n  owner: group:nobody\n  dependsOn:\n    - resource:nowhere\n    - "a b"\n',
        ),
        'apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata:\n  name: t\n',
        entity('Location', 'more', '  targets:\n    - ./missing.yaml\n    - https://example.org/x.yaml\n    - ./good.yaml\n'),
        service('good'),
      ].join('\n---\n'),
      'README.md': '# no entity',
    }
    const run = await imported(house, 'backstage', 'bad', files)
    expect(run).toMatchObject({
      state: 'applied',
      kinds: { team: { new: 1 }, service: { new: 2, refused: 1 }, dependency: { refused: 1 } },
      summary: { notes: { files_left_out: 1 } },
    })
    const text = files['bad.yaml'].split('\n')
    /** The line of the n-th occurrence of some text, counted from one. */
    const lineOf = (part: string, nth = 1): number =>
      text.map((line, at) => (line.includes(part) ? at + 1 : 0)).filter((line) => line > 0)[nth - 1] ?? 0
    const found = run.issues.map(({ severity, file, line, path, rule }) => `${severity} ${file} ${line} ${path ?? '-'} ${rule}`)
    expect(new Set(found)).toEqual(
      new Set([
        `refused bad.yaml ${lineOf('dependsOn: [') + 1} - yaml`,
        `refused bad.yaml ${lineOf('just text')} - envelope`,
        `refused bad.yaml ${lineOf('name: no owner')} metadata.name name`,
        `refused bad.yaml ${lineOf('name: no owner') + 2} spec.owner required`,
        `warning bad.yaml ${lineOf('owner: group:nobody')} spec.owner unknown_reference`,
        `refused bad.yaml ${lineOf('- resource:nowhere')} spec.dependsOn.0 unknown_reference`,
        `refused bad.yaml ${lineOf('- "a b"')} spec.dependsOn.1 reference`,
        `warning bad.yaml ${lineOf('scaffolder.backstage.io')} apiVersion other_format`,
        `warning bad.yaml ${lineOf('./missing.yaml')} spec.targets.0 location_target`,
        `warning bad.yaml ${lineOf('https://example.org/x.yaml')} spec.targets.1 location_not_fetched`,
        `refused bad.yaml ${lineOf('name: good') - 3} - duplicate`,
      ]),
    )
  })

  it('refuses aliases that multiply and nesting without end', async () => {
    const lol = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((key, at) => `${key}: &${key} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[at]}`).join(',')}]`),
    ].join('\n')
    const run = await imported(house, 'backstage', 'bombs', { 'lol.yaml': lol, 'deep.yaml': '['.repeat(50_000) })
    expect(run.kinds).toEqual({})
    expect(run.issues.map((issue) => [issue.file, issue.rule])).toEqual(
      expect.arrayContaining([
        ['lol.yaml', 'yaml'],
        ['deep.yaml', 'yaml'],
      ]),
    )
  })
})

describe.skipIf(shared === null)('real catalogues', () => {
  const filesIn = (name: string): Record<string, Buffer> => {
    const folder = join(shared ?? '', 'service-catalogue', name)
    // The copies of nested files have their folders written with two underscores.
    return Object.fromEntries(readdirSync(folder).map((file) => [file.replaceAll('__', '/'), readFileSync(join(folder, file))]))
  }

  it('Red Hat Developer Hub: 2 teams, 2 systems, 6 components, 5 resources, 2 APIs', async () => {
    const run = await imported(house, 'backstage', 'rhdh', filesIn('backstage-rhdh'))
    expect(run.summary?.notes).toMatchObject({ Group: 2, System: 2, Component: 6, Resource: 5, API: 2, Location: 6 })
    expect(run.kinds).toEqual({
      team: { new: 2, changed: 0, same: 0, refused: 0 },
      service: { new: 6, changed: 0, same: 0, refused: 0 },
      component: { new: 9, changed: 0, same: 0, refused: 0 },
      dependency: { new: 14, changed: 0, same: 0, refused: 1 },
    })
    expect(run.issues.filter((issue) => issue.severity === 'refused')).toMatchObject([
      { file: 'components/showcase.yaml', path: 'spec.system', rule: 'unknown_reference' },
    ])
  })

  it('Giant Swarm: 12 teams, 75 charts and 18 APIs, of which nine are told twice', async () => {
    const run = await imported(house, 'backstage', 'giantswarm', filesIn('backstage-giantswarm'))
    expect(run.summary?.notes).toMatchObject({ Group: 12, Component: 75, API: 18 })
    expect(run.kinds).toMatchObject({
      team: { new: 12 },
      service: { new: 68, refused: 7 },
      component: { new: 16, refused: 2 },
      dependency: { refused: 5 },
    })
    expect(run.summary?.rules).toEqual({ duplicate: 9, unknown_reference: 16 })
  })
})

if (shared === null) console.warn('The shared data is not there (REEVE_SHARED): real catalogues were not tested.')
