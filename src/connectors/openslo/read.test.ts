import fc from 'fast-check'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { durationSeconds, roundSeconds } from './duration.ts'
import { models } from './openslo.samples.ts'
import { readOpenSlo } from './read.ts'
import { writeOpenSlo } from './write.ts'

const shared = process.env['REEVE_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url))

const filesOf = (folder: string) => {
  const path = join(shared, 'data/slo', folder)
  if (existsSync(path)) return readdirSync(path).map((name) => ({ path: name, text: readFileSync(join(path, name), 'utf8') }))
  process.stderr.write(`SKIPPED: data/slo/${folder} is not in the shared folder; set REEVE_SHARED to run this test.\n`)
  return null
}

const good = `apiVersion: openslo/v1
kind: SLO
metadata:
  name: portal-availability
spec:
  service: portal
  indicator:
    metadata:
      name: portal-requests
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource:
            type: Prometheus
            spec:
              query: sum(http_requests{code="200"})
        total:
          metricSource:
            type: Prometheus
            spec:
              query: sum(http_requests)
  timeWindow:
    - duration: 30d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - target: 0.999
`

const read = (...texts: readonly string[]) => readOpenSlo(texts.map((text, index) => ({ path: `${index}.yaml`, text })))

/** The issues of the good document with some text replaced, as rule:path:line. */
const issuesWith = (...changes: readonly (readonly [string, string])[]) => {
  const text = changes.reduce((of, [from, to]) => {
    expect(of).toContain(from)
    return of.replace(from, to)
  }, good)
  return read(text).issues.map((one) => `${one.rule} ${one.path ?? ''} ${one.line}`)
}

describe('reading OpenSLO', () => {
  it('reads an SLO', () => {
    const { model, issues, documents } = read(good)
    expect(issues).toEqual([])
    expect(documents).toMatchObject([{ kind: 'SLO', name: 'portal-availability', file: '0.yaml', line: 1 }])
    expect(model.slos).toMatchObject([
      {
        name: 'portal-availability',
        service: 'portal',
        indicator: { name: 'portal-requests', metric: { kind: 'ratio', counts: 'good', counter: true } },
        window: { rolling: true, duration: '30d' },
        objectives: [{ target: 0.999, slice: null }],
      },
    ])
  })

  it.each([
    ['  name: portal-availability\n', '  displayName: Portal\n', 'required metadata.name 4'],
    ['name: portal-availability', 'name: ____', 'name metadata.name 4'],
    ['name: portal-availability', 'name: Portal_Availability', 'name metadata.name 4'],
    ['  service: portal\n', '', 'required spec.service 6'],
    ['kind: SLO', 'kind: Slo', 'word kind 2'],
    ['apiVersion: openslo/v1', 'apiVersion: openslo/v9', 'version apiVersion 1'],
    ['apiVersion: openslo/v1', 'apiVersion: openslo.com/v2alpha', 'version apiVersion 1'],
    ['apiVersion: openslo/v1', 'apiVersion: apps/v1', 'other_format apiVersion 1'],
    ['target: 0.999', 'target: 1', 'range spec.objectives.0.target 28'],
    ['target: 0.999', 'target: -0.1', 'range spec.objectives.0.target 28'],
    ['target: 0.999', 'target: "0.999"', 'type spec.objectives.0.target 28'],
    ['target: 0.999', 'targetPercent: 100', 'range spec.objectives.0.targetPercent 28'],
    ['target: 0.999', 'target: 0.9\n      targetPercent: 90', 'exclusive spec.objectives.0.targetPercent 29'],
    ['- target: 0.999', '- displayName: X', 'required spec.objectives.0.target 28'],
    ['    - target: 0.999\n', '    []\n', 'required spec.objectives 28'],
    ['target: 0.999', 'target: 0.9\n      targt: 0.9', 'unknown_field spec.objectives.0.targt 29'],
    ['Occurrences', 'Occurences', 'word spec.budgetingMethod 26'],
    ['  budgetingMethod: Occurrences\n', '', 'required spec.budgetingMethod 6'],
    ['duration: 30d', 'duration: 30D', 'duration spec.timeWindow.0.duration 24'],
    ['duration: 30d', 'duration: 0d', 'duration spec.timeWindow.0.duration 24'],
    ['duration: 30d', 'duration: 1m', 'short_window spec.timeWindow.0.duration 24'],
    ['isRolling: true', 'isRolling: false', 'required spec.timeWindow.0.calendar 24'],
    ['isRolling: true', 'isRolling: yes it does', 'type spec.timeWindow.0.isRolling 25'],
    [
      'isRolling: true',
      'isRolling: true\n      calendar: { startTime: 2022-01-01 12:00:00, timeZone: UTC }',
      'exclusive spec.timeWindow.0.calendar 26',
    ],
    [
      'isRolling: true',
      'calendar: { startTime: 2022-02-30 12:00:00, timeZone: UTC }',
      'local_time spec.timeWindow.0.calendar.startTime 25',
    ],
    ['isRolling: true', 'calendar: { startTime: 2022-01-01 12:00:00, timeZone: Mars }', 'time_zone spec.timeWindow.0.calendar.timeZone 25'],
    ['isRolling: true', 'isRolling: true\n    - duration: 1d\n      isRolling: true', 'one_window spec.timeWindow 24'],
    ['        total:', '        bad:', 'exclusive spec.indicator.spec.ratioMetric.bad 19'],
    ['        good:', '        # good\n        other:', 'unknown_field spec.indicator.spec.ratioMetric.other 15'],
    ['        counter: true', '        rawType: success', 'exclusive spec.indicator.spec.ratioMetric.rawType 12'],
    ['      ratioMetric:', '      thresholdMetric: {}\n      ratioMetric:', 'exclusive spec.indicator.spec 11'],
    ['            type: Prometheus\n', '', 'source_type spec.indicator.spec.ratioMetric.good.metricSource 15'],
    [
      '            type: Prometheus\n',
      '            metricSourceRef: prom\n',
      'unresolved spec.indicator.spec.ratioMetric.good.metricSource.metricSourceRef 15',
    ],
    ['  indicator:\n', '  indicatorRef: other\n  indicator:\n', 'exclusive spec.indicatorRef 7'],
    ['budgetingMethod: Occurrences', 'budgetingMethod: Timeslices', 'required spec.objectives.0.timeSliceTarget 28'],
    ['budgetingMethod: Occurrences', 'budgetingMethod: RatioTimeslices', 'required spec.objectives.0.timeSliceWindow 28'],
    ['target: 0.999', 'target: 0.9\n      timeSliceTarget: 1.1', 'range spec.objectives.0.timeSliceTarget 29'],
    ['target: 0.999', 'target: 0.9\n      op: above', 'word spec.objectives.0.op 29'],
    ['target: 0.999', 'target: 0.9\n      value: 3', 'not_here spec.objectives.0.value 29'],
    ['target: 0.999', 'target: 0.9\n      compositeWeight: 2', 'not_here spec.objectives.0.compositeWeight 29'],
    ['target: 0.999', 'target: 0.999\n  alertPolicies:\n    - alertPolicyRef: nobody', 'unresolved spec.alertPolicies.0.alertPolicyRef 30'],
    ['target: 0.999', 'target: 0.999\n  alertPolicies:\n    - other: nobody', 'required spec.alertPolicies.0 30'],
    ['  name: portal-availability\n', `  name: a\n  labels:\n    -bad: x\n`, 'label_key metadata.labels.-bad 6'],
    ['  name: portal-availability\n', `  name: a\n  annotations:\n    a b/c: x\n`, 'annotation_key metadata.annotations.a b/c 6'],
    ['  service: portal\n', `  service: portal\n  description: ${'x'.repeat(1051)}\n`, 'description spec.description 7'],
  ])('%j as %j is told by rule, field and line', (from, to, expected) => {
    expect(issuesWith([from, to])).toContain(expected)
  })

  it('leaves out what is refused and keeps what is warned about', () => {
    expect(read(good.replace('0.999', '2')).model.slos).toEqual([])
    expect(read(good.replace('name: portal-availability', 'name: Portal_Availability')).model.slos).toHaveLength(1)
    expect(read(`${good}---\n${good.replace('0.999', '2')}---\n${good.replace('portal-av', 'other-av')}`).model.slos).toHaveLength(2)
  })

  it('says what to do with a draft of the next version', () => {
    const { issues, model } = read(good.replace('openslo/v1', 'openslo.com/v2alpha'))
    expect(model.slos).toEqual([])
    expect(issues).toMatchObject([{ severity: 'refused', rule: 'version', line: 1, message: expect.stringContaining('openslo/v1') }])
  })

  it('finds what is referred to in other files, whatever their order', () => {
    const sli = `apiVersion: openslo/v1
kind: SLI
metadata: { name: lag }
spec:
  thresholdMetric:
    metricSource:
      metricSourceRef: prom
      spec: { query: lag }
`
    const source =
      'apiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: prom }\nspec: { type: Prometheus, connectionDetails: { url: http://p } }\n'
    const slo = `apiVersion: openslo/v1
kind: SLO
metadata: { name: lag-slo }
spec:
  service: queue
  indicatorRef: lag
  budgetingMethod: Occurrences
  objectives:
    - { op: lt, value: 5, targetPercent: 99.9 }
`
    const { model, issues } = read(slo, sli, source)
    expect(issues).toEqual([])
    expect(model.slos[0]).toMatchObject({
      indicator: { name: 'lag', metric: { kind: 'threshold', query: { type: 'Prometheus', source: 'prom' } } },
      objectives: [{ target: 0.999, op: 'lt', value: 5 }],
    })
    expect(read(slo).issues).toMatchObject([{ severity: 'refused', rule: 'unresolved', line: 6 }])
    const two = slo.replace('objectives:\n', 'objectives:\n    - { op: lt, value: 9, target: 0.5 }\n')
    expect(read(two, sli, source).issues).toMatchObject([{ rule: 'one_threshold' }])
    const bare = slo.replace('op: lt, value: 5, ', '')
    expect(read(bare, sli, source).issues.map((one) => one.path)).toEqual(['spec.objectives.0.op', 'spec.objectives.0.value'])
  })

  it('reads composites, with the weight that goes without saying', () => {
    const part = (name: string, more = '') => `    - target: 0.99
      indicator:
        metadata: { name: ${name} }
        spec:
          ratioMetric:
            rawType: failure
            raw: { metricSource: { type: Prometheus, spec: { query: "x[{{.window}}]" } } }
${more}`
    const text = `apiVersion: openslo/v1
kind: SLO
metadata: { name: both }
spec:
  service: shop
  budgetingMethod: Occurrences
  objectives:
${part('a')}${part('b', '      compositeWeight: 3\n')}`
    const { model, issues } = read(text)
    expect(issues).toEqual([])
    expect(model.slos[0]?.indicator).toBeNull()
    expect(model.slos[0]?.objectives.map((one) => [one.indicator?.name, one.weight])).toEqual([
      ['a', 1],
      ['b', 3],
    ])
    const wrong = read(text.replace('compositeWeight: 3', 'compositeWeight: 0')).issues
    expect(wrong).toMatchObject([{ rule: 'range', path: 'spec.objectives.1.compositeWeight' }])
    expect(read(`${text}    - target: 0.9\n`).issues).toMatchObject([{ rule: 'required', path: 'spec.objectives.2' }])
  })

  it('takes a bare number of a slice as minutes', () => {
    const text = good
      .replace('Occurrences', 'Timeslices')
      .replace('target: 0.999', 'target: 0.999\n      timeSliceTarget: 0.95\n      timeSliceWindow: 5')
    expect(read(text).model.slos[0]?.objectives[0]).toMatchObject({ slice: '5m', slice_target: 0.95 })
  })

  it('tells a name that comes twice, and files that are no YAML', () => {
    expect(read(good, good).issues).toMatchObject([{ severity: 'warning', rule: 'duplicate_name', file: '1.yaml', line: 4 }])
    expect(read('a: [', good).issues).toMatchObject([{ severity: 'refused', rule: 'yaml', file: '0.yaml' }])
    expect(read('', '---\n---\n# nothing\n').issues).toEqual([])
    expect(read('just words').issues).toMatchObject([{ rule: 'envelope' }])
  })

  it('knows how long durations are, and that months vary', () => {
    expect(['5m', '2h', '30d', '4w', '1M', '1Q', '1Y', '1D', ''].map(durationSeconds)).toEqual([
      300,
      7200,
      2_592_000,
      2_419_200,
      null,
      null,
      null,
      null,
      null,
    ])
    expect(['5m', '1M', '2Q', '1Y', 'x'].map(roundSeconds)).toEqual([300, 2_592_000, 15_552_000, 31_536_000, null])
  })
})

describe('the examples of the standard', () => {
  const kinds = filesOf('openslo-v1-kinds')
  it.skipIf(kinds === null)('of all seven kinds are read whole, and come back the same', () => {
    const { model, issues, documents } = readOpenSlo(kinds ?? [])
    expect(issues.filter((one) => one.severity === 'refused')).toEqual([])
    expect(Object.fromEntries([...Map.groupBy(documents, (one) => one.kind)].map(([kind, of]) => [kind, of.length]))).toEqual({
      AlertCondition: 2,
      AlertNotificationTarget: 2,
      AlertPolicy: 3,
      DataSource: 2,
      SLI: 4,
      SLO: 1,
      Service: 2,
    })
    expect(issues.map((one) => one.rule).filter((rule) => rule !== 'unresolved')).toEqual(['duplicate_name'])
    expect(model.alert_policies[0]).toMatchObject({
      condition: { name: 'cpu-usage-breach', threshold: 2, op: 'lte' },
      targets: [{ ref: 'on-call-mail-notification' }],
    })
    expect(model.slos[0]).toMatchObject({
      window: { rolling: false, duration: '1w', zone: 'America/New_York' },
      objectives: [{ slice: '1m', slice_target: 0.95 }],
    })
    expect(read(writeOpenSlo(model)).model).toEqual(model)
  })

  const examples = filesOf('openslo-spec-examples')
  it.skipIf(examples === null)('of the ways to count are read, and a window of one minute is told', () => {
    const { model, issues } = readOpenSlo(examples ?? [])
    expect(model.slos.map((one) => one.budgeting).toSorted()).toEqual(['Occurrences', 'RatioTimeslices', 'Timeslices', 'Timeslices'])
    expect(issues.map((one) => `${one.severity} ${one.rule} ${one.line}`)).toEqual(['warning short_window 27', 'warning duplicate_name 4'])
    expect(read(writeOpenSlo(model)).model).toEqual(model)
  })

  const sloth = filesOf('sloth/input')
  it.skipIf(sloth === null)('of the first published version are read as v1, and other formats are told', () => {
    const { model, issues } = readOpenSlo(sloth ?? [])
    expect(model.slos).toMatchObject([
      {
        name: 'sloth-slo-my-service',
        window: { rolling: true, duration: '30d' },
        indicator: { metric: { counts: 'good', part: { type: 'Prometheus', spec: { queryType: 'promql' } } } },
        objectives: [{ target: 0.999 }],
      },
    ])
    expect(issues.every((one) => one.rule === 'version')).toBe(true)
  })
})

describe('whatever it is given', () => {
  const sound = (text: string) => {
    const { issues, model } = read(text)
    for (const one of issues) {
      expect(one.line).toBeGreaterThanOrEqual(1)
      expect(one.message.length).toBeGreaterThan(5)
    }
    writeOpenSlo(model)
  }

  it('does not break: text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), sound), { numRuns: 500 })
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...Array.from('-:[]{}&*!|>#%@`\'"\n \ta0?,')), maxLength: 60 }), sound), {
      numRuns: 1000,
    })
  })

  it('does not break: structures in the shape of OpenSLO', () => {
    const keys =
      'apiVersion kind metadata name labels annotations spec service indicator indicatorRef ratioMetric thresholdMetric good bad total raw rawType metricSource timeWindow duration calendar objectives target alertPolicies conditions notificationTargets condition __proto__ timeWindows ratioMetrics'.split(
        ' ',
      )
    const leaf = fc.oneof(
      fc.constantFrom('openslo/v1', 'openslo/v1alpha', 'SLO', 'SLI', 'AlertPolicy', 'Service', '1d', null, true, 0.5),
      fc.jsonValue({ maxDepth: 1 }),
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.dictionary(fc.constantFrom(...keys), tie('tree'), { maxKeys: 6 }),
        fc.array(tie('tree'), { maxLength: 3 }),
      ),
    }))
    const envelope = fc.tuple(
      fc.constantFrom('openslo/v1', 'openslo/v1alpha'),
      fc.constantFrom('SLO', 'SLI', 'AlertPolicy', 'AlertCondition', 'DataSource', 'Service'),
      tree,
      tree,
    )
    fc.assert(
      fc.property(envelope, ([apiVersion, kind, metadata, spec]) => sound(stringify({ apiVersion, kind, metadata, spec }))),
      { numRuns: 1000 },
    )
  })

  it('does not break: a good document with a piece cut out or put in twice', () => {
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(40), fc.boolean(), (from, size, twice) => {
        const piece = good.slice(from, from + size)
        sound(good.slice(0, from) + (twice ? piece + piece : '') + good.slice(from + size))
      }),
      { numRuns: 1000 },
    )
  })

  it('does not break: nesting without end, and names that repeat themselves', () => {
    sound('['.repeat(20_000))
    sound('a: '.repeat(20_000))
    sound('&a [*a]')
    sound(
      `apiVersion: openslo/v1alpha\nkind: SLO\nmetadata: {}\nspec: { objectives: [{ ratioMetrics: ${'['.repeat(3000)}${']'.repeat(3000)} }, {}] }`,
    )
    const many = Array.from({ length: 20_000 }, (_, index) => `  key${index}: 1`).join('\n')
    const told = read(`apiVersion: openslo/v1\nkind: SLO\nmetadata:\n${many}\nspec: {}`).issues
    expect(told.length).toBeLessThan(500)
    expect(told.some((one) => one.severity === 'refused')).toBe(true)
    sound(`a: &a [1,1]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]`)
  })
})

describe('writing OpenSLO', () => {
  it('says what reading understands: any model comes back the same', () => {
    fc.assert(
      fc.property(models, (model) => {
        const { model: again, issues } = read(writeOpenSlo(model))
        expect(issues.filter((one) => one.severity === 'refused')).toEqual([])
        expect(again).toEqual(model)
      }),
      { numRuns: 300 },
    )
  })
})
