import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { burnTable } from '../../capabilities/levels/model/slo/alert-table.ts'
import { models } from './openslo.samples.ts'
import { leftOut, prometheusRules } from './prometheus.ts'
import { readOpenSlo } from './read.ts'

const shared = process.env['REEVE_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url))

const sharedText = (path: string): string | null => {
  const file = join(shared, 'data/slo', path)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  process.stderr.write(`SKIPPED: data/slo/${path} is not in the shared folder; set REEVE_SHARED to run this test.\n`)
  return null
}

const ruleFile = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          record: z.string().optional(),
          alert: z.string().optional(),
          expr: z.string(),
          labels: z.record(z.string(), z.string()),
        }),
      ),
    }),
  ),
})

const rulesOf = (text: string) => ruleFile.parse(parse(text)).groups.flatMap((group) => group.rules)

const slosOf = (text: string) => readOpenSlo([{ path: 'slo.yaml', text }]).model.slos

/** Every `ratio_rate... > (factor * budget)` of the alerts. */
const comparisons = (text: string) =>
  rulesOf(text).flatMap((rule) =>
    rule.alert === undefined
      ? []
      : [...rule.expr.matchAll(/ratio_rate(\w+)\{[^}]*\} > \(([\d.e-]+) \* ([\d.e-]+)\)/g)].map(([, window, factor, budget]) => ({
          window,
          factor: Number(factor),
          budget: Number(budget),
        })),
  )

const squeezed = (expr: string): string => expr.replaceAll(/\s+/g, '').replace(/^\((.*)\)$/, '$1')

const slo = (metric: string, more = '', budgeting = 'Occurrences', objective = 'target: 0.99'): string => `apiVersion: openslo/v1
kind: SLO
metadata: { name: one }
spec:
  service: shop
  indicator:
    metadata: { name: sli }
    spec: ${metric}
  budgetingMethod: ${budgeting}
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ ${objective} }]
${more}`

const ratio = (good: string, total: string, counter = 'true', part = 'good') =>
  JSON.stringify({
    ratioMetric: {
      counter: counter === 'true',
      [part]: { metricSource: { type: 'Prometheus', spec: { query: good } } },
      total: { metricSource: { type: 'Prometheus', spec: { query: total } } },
    },
  })

const rateOf = (text: string, window = '5m') =>
  squeezed(
    rulesOf(prometheusRules(slosOf(text), burnTable)).find((rule) => rule.record === `slo:sli_error:ratio_rate${window}`)?.expr ?? '',
  )

describe('rules for Prometheus', () => {
  const input = sharedText('sloth/input/openslo-getting-started.yml')
  const expected = sharedText('sloth/expected/openslo-getting-started.yml')
  const alerts = sharedText('sloth/expected/getting-started.yml')

  it.skipIf(input === null || expected === null || alerts === null)(
    'record the windows, expressions, objective and period that sloth records, and alert by its factors',
    () => {
      const text = prometheusRules(slosOf(input ?? ''), burnTable)
      const [ours, theirs] = [rulesOf(text), rulesOf(expected ?? '')]
      const records = (rules: typeof ours) => rules.flatMap((rule) => (rule.record === undefined ? [] : [rule.record]))
      expect(records(ours).map((one) => one.replace('slo:info', 'sloth_slo_info'))).toEqual(records(theirs))
      for (const [index, rule] of theirs.entries()) {
        const mine = ours[index]?.expr ?? ''
        if (/ratio_rate(5m|30m|1h|2h|6h|1d|3d)$/.test(rule.record ?? '')) expect(squeezed(mine)).toBe(squeezed(rule.expr))
        const number = /^vector\((?:1-)?([\d.]+)\)$/
        if (rule.record === 'slo:objective:ratio' || rule.record === 'slo:time_period:days')
          expect(Number(number.exec(mine)?.[1])).toBeCloseTo(Number(number.exec(rule.expr)?.[1]), 12)
        if (rule.record === 'slo:error_budget:ratio')
          expect(Number(number.exec(mine)?.[1])).toBeCloseTo(1 - Number(number.exec(rule.expr)?.[1]), 12)
      }
      const [mine, published] = [comparisons(text), comparisons(alerts ?? '')]
      expect(mine.map((one) => one.window)).toEqual(published.map((one) => one.window))
      for (const [index, one] of mine.entries()) {
        expect(one.factor).toBeCloseTo(published[index]?.factor ?? 0, 12)
        expect(one.budget).toBeCloseTo(published[index]?.budget ?? 0, 12)
      }
    },
  )

  it('count bad of total, good of total, and ratios that are measured already', () => {
    const total = 'sum(rate(http[{{.window}}]))'
    expect(rateOf(slo(ratio('sum(rate(bad[{{.window}}]))', total, 'true', 'bad')))).toBe('sum(rate(bad[5m])))/(sum(rate(http[5m]))')
    const raw = (rawType: string) =>
      JSON.stringify({ ratioMetric: { rawType, raw: { metricSource: { type: 'Prometheus', spec: { query: 'share' } } } } })
    expect(rateOf(slo(raw('failure')))).toBe('avg_over_time((share)[5m:1m])')
    expect(rateOf(slo(raw('success')), '1h')).toBe('1-avg_over_time((share)[1h:1m])')
  })

  it('give a window to counters that are written without one', () => {
    expect(rateOf(slo(ratio('sum(ok{code="200"})', 'sum by (job) (all)')))).toContain('sum(rate(ok{code="200"}[5m]))')
    expect(rateOf(slo(ratio('ok', 'all')))).toContain('sum(rate(all[5m]))')
    expect(rateOf(slo(ratio('ok', 'all', 'false')))).toContain('sum_over_time((all)[5m:1m])')
  })

  it('compare with a threshold, and judge slices of time', () => {
    const lag = JSON.stringify({ thresholdMetric: { metricSource: { type: 'Prometheus', spec: { query: 'lag' } } } })
    expect(rateOf(slo(lag, '', 'Occurrences', 'op: lt, value: 5, target: 0.9'))).toBe('1-avg_over_time(((lag)<bool5)[5m:1m])')
    const slices = slo(ratio('ok', 'all'), '', 'Timeslices', 'target: 0.9, timeSliceTarget: 0.95, timeSliceWindow: 1m')
    expect(rateOf(slices)).toBe('avg_over_time(((1-((sum(rate(ok[1m])))/(sum(rate(all[1m])))))>bool0.05)[5m:1m])')
  })

  it('burn a composite at the weighted rate of its parts', () => {
    const [one] = slosOf(slo(ratio('ok', 'all')))
    if (!one?.indicator) throw new Error('no SLO')
    const part = {
      ...one.objectives[0],
      indicator: one.indicator,
      display_name: null,
      op: null,
      value: null,
      slice: null,
      slice_target: null,
    }
    const both = {
      ...one,
      indicator: null,
      objectives: [
        { ...part, target: 0.9, weight: 1 },
        { ...part, target: 0.99, weight: 3 },
      ],
    }
    const rules = rulesOf(prometheusRules([both], burnTable))
    expect(rules.find((rule) => rule.record === 'slo:sli_error:ratio_rate5m')?.expr).toMatch(/^\(\n {2}1 \* \([^]*\+ 3 \* \([^]*\) \/ 4$/)
    expect(rules.find((rule) => rule.record === 'slo:objective:ratio')?.expr).toBe('vector(0.9675)')
    expect(leftOut([{ ...both, budgeting: 'Timeslices' }])).toMatchObject([{ name: 'shop-one' }])
  })

  it('take the length of the window, and name what cannot be asked', () => {
    const text = prometheusRules(slosOf(slo(ratio('ok', 'all'))), burnTable)
    expect(rulesOf(text).find((rule) => rule.record === 'slo:time_period:days')?.expr).toBe('vector(28)')
    expect(comparisons(text)[0]?.factor).toBeCloseTo(13.44, 12)
    const datadog = slosOf(slo(ratio('ok', 'all')).replaceAll('Prometheus', 'Datadog'))
    expect(prometheusRules(datadog, burnTable)).toMatch(/^# Left out: shop-one: /)
    expect(leftOut(slosOf(`${slo(ratio('ok', 'all'))}---\n${slo(ratio('ok', 'all'))}`))).toMatchObject([
      { why: expect.stringContaining('same name') },
    ])
  })

  it('are YAML with closed brackets, whatever the names and words are', () => {
    fc.assert(
      fc.property(models, (model) => {
        const rules = rulesOf(prometheusRules(model.slos, burnTable))
        const alerts = rules.filter((rule) => rule.alert !== undefined)
        for (const rule of alerts) {
          const bare = rule.expr.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')
          expect(bare.split('(').length).toBe(bare.split(')').length)
        }
      }),
      { numRuns: 100 },
    )
  })

  const program = 'promtool'
  const promtool = spawnSync(program, ['--version'])
  if (promtool.error) process.stderr.write('SKIPPED: promtool is not on the PATH; the rules for Prometheus were not checked by it.\n')
  it.skipIf(promtool.error !== undefined)('pass promtool', () => {
    const folder = mkdtempSync(join(tmpdir(), 'reeve-rules-'))
    const file = join(folder, 'rules.yml')
    const texts = [
      slo(ratio('ok', 'all')),
      slo(ratio('ok', 'all'), '', 'Timeslices', 'target: 0.9, timeSliceTarget: 0.95, timeSliceWindow: 1m'),
    ]
    for (const text of input === null ? texts : [...texts, input]) {
      writeFileSync(file, prometheusRules(slosOf(text), burnTable))
      const run = spawnSync(program, ['check', 'rules', file], { encoding: 'utf8' })
      expect([run.status, run.stdout, run.stderr]).toMatchObject([0, expect.any(String), expect.any(String)])
    }
    rmSync(folder, { recursive: true })
  })
})
