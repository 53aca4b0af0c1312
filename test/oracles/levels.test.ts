import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { burnTable, type BurnShare, type BurnSeverity } from '../../src/capabilities/levels/model/slo/alert-table.ts'
import { parseDuration } from '../../src/kernel/duration.ts'
import { check, readVectors } from './check.ts'
import { sharedText } from './shared.ts'

describe('the shared vectors of availability and service level objectives', () => {
  for (const [name, least] of [
    ['02-availability', 18],
    ['03-slo', 22],
  ] as const) {
    const text = sharedText(`oracles/${name}.json`)
    it.skipIf(text === null)(`${name} come out, all of them`, () => {
      const outcomes = readVectors(text ?? '').map(check)
      expect(outcomes.length).toBeGreaterThanOrEqual(least)
      const failed = outcomes.filter((one) => one.verdict !== 'passed')
      expect(failed.map(({ vector, error, differences }) => [vector.id, error, differences])).toEqual([])
    })
  }
})

const pair = z.object({ errorBudgetPercent: z.number(), shortWindow: z.string(), longWindow: z.string() })
const pairs = z.object({ quick: pair, slow: pair })
const windows = z.object({ spec: z.object({ sloPeriod: z.string(), page: pairs, ticket: pairs }) })
const rules = z.object({
  groups: z.array(
    z.object({ rules: z.array(z.object({ expr: z.string(), record: z.string().optional(), alert: z.string().optional() })) }),
  ),
})

const yaml = <S extends z.ZodType>(shape: S, text: string): readonly z.infer<S>[] =>
  parseAllDocuments(text).flatMap((one) => {
    const value: unknown = one.toJS()
    return value === null ? [] : [shape.parse(value)]
  })

const files = ['windows/google-30d.yaml', 'windows/google-28d.yaml'] as const

/** Windows, factor and budget of each comparison in an alert, in the order in which they stand there. */
const comparison = /ratio_rate(\w+)\{[^}]*\} > \(([\d.]+) \* ([\d.e-]+)\)/g

describe('the windows and rules that sloth publishes', () => {
  for (const file of files) {
    const text = sharedText(`data/slo/sloth/${file}`)
    it.skipIf(text === null)(`${file}: the same windows and shares are ours, and the factors follow`, () => {
      const [{ spec } = { spec: undefined }] = yaml(windows, text ?? '')
      if (!spec) throw new Error('no windows')
      const rows = [
        ...[spec.page.quick, spec.page.slow].map((one) => ({ severity: 'critical' as BurnSeverity, ...one })),
        ...[spec.ticket.quick, spec.ticket.slow].map((one) => ({ severity: 'warning' as BurnSeverity, ...one })),
      ]
      const period = parseDuration(spec.sloPeriod)
      const read = rows.map(
        (one): BurnShare => ({
          severity: one.severity,
          long_s: parseDuration(one.longWindow),
          short_s: parseDuration(one.shortWindow),
          share: one.errorBudgetPercent / 100,
        }),
      )
      expect(burnTable(period, read)).toEqual(burnTable(period))
      const factors = period === 30 * 86_400 ? [14.4, 6, 3, 1] : [13.44, 5.6, 2.8, 14 / 15]
      for (const [index, row] of burnTable(period).entries()) expect(row.factor).toBeCloseTo(factors[index] ?? 0, 12)
    })
  }

  for (const name of ['getting-started', 'multifile', 'raw-home-wifi', 'victoria-metrics']) {
    const text = sharedText(`data/slo/sloth/expected/${name}.yml`)
    it.skipIf(text === null)(`${name}: each alert compares with our windows, our factors and the budget of its objective`, () => {
      const groups = yaml(rules, text ?? '').flatMap((one) => one.groups)
      const objectives = groups
        .flatMap((group) => group.rules)
        .flatMap((rule) => (rule.record === 'slo:objective:ratio' ? [Number(/vector\(([\d.]+)\)/.exec(rule.expr)?.[1])] : []))
      const alerting = groups.filter((group) => group.rules.some((rule) => rule.alert !== undefined))
      expect(alerting.length).toBeGreaterThan(0)
      expect(alerting).toHaveLength(objectives.length)
      for (const [index, group] of alerting.entries()) {
        const found = group.rules.flatMap((rule) => [...rule.expr.matchAll(comparison)])
        const ours = burnTable(30 * 86_400).flatMap((row) => [
          { window_s: row.short_s, factor: row.factor },
          { window_s: row.long_s, factor: row.factor },
        ])
        expect(found.map(([, window]) => parseDuration(window ?? ''))).toEqual(ours.map((one) => one.window_s))
        for (const [place, [, , factor, budget]] of found.entries()) {
          expect(Number(factor)).toBeCloseTo(ours[place]?.factor ?? 0, 12)
          // Their budgets carry the crumbs of binary fractions: 0.0009999999999999432.
          expect(Number(budget)).toBeCloseTo(1 - (objectives[index] ?? 0), 12)
        }
      }
    })
  }
})
