import { stringify } from 'yaml'
import { roundSeconds } from './duration.ts'
import type { Slo } from './model.ts'
import { type Burning, burningOf, promDuration } from './promql.ts'

/** A pair of windows in seconds and how many times the even rate must burn in both. Critical and error page somebody; warning and info are a ticket. */
export type RuleRow = Readonly<{ severity: 'critical' | 'error' | 'warning' | 'info'; long_s: number; short_s: number; factor: number }>

/** The pairs of windows for a window of so many seconds. */
export type RuleTable = (window_s: number) => readonly RuleRow[]

type Labels = Readonly<Record<string, string>>
type Rule =
  | Readonly<{ record: string; expr: string; labels: Labels }>
  | Readonly<{ alert: string; expr: string; labels: Labels; annotations: Labels }>
type Group = Readonly<{ name: string; rules: readonly Rule[] }>

const month = 30 * 86_400

const quoted = (text: string): string => JSON.stringify(text)

const selectorOf = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([key, value]) => `${key}=${quoted(value)}`)
    .join(', ')}}`

/** Text of a template of Prometheus: its own braces are taken for words. */
const plain = (text: string): string => text.replaceAll('{{', '{ {')

const budgetOf = (objective: number): number => Number((1 - objective).toPrecision(12))

const recordings = (one: Burning, labels: Labels, lengths: readonly number[], window_s: number): readonly Rule[] => {
  const [shortest = 300] = lengths
  const kept = `slo:sli_error:ratio_rate${promDuration(shortest)}${selectorOf(labels)}`
  const window = promDuration(window_s)
  const rates = lengths
    .filter((length) => length !== window_s)
    .map((length) => {
      const name = promDuration(length)
      return { record: `slo:sli_error:ratio_rate${name}`, expr: one.bad(name) ?? '', labels: { ...labels, slo_window: name } }
    })
  // Read from what was recorded: a query over the whole window would be too dear to ask every time.
  const whole = `sum_over_time(${kept}[${window}])\n/ ignoring (slo_window)\ncount_over_time(${kept}[${window}])`
  return [...rates, { record: `slo:sli_error:ratio_rate${window}`, expr: whole, labels: { ...labels, slo_window: window } }]
}

const facts = (one: Burning, slo: Slo, labels: Labels, lengths: readonly number[], window_s: number): readonly Rule[] => {
  const of = (name: string): string => `${name}${selectorOf(labels)}`
  const burn = (name: string): string => `${of(name)}\n/ on (slo_id, slo_name, slo_service) group_left\n${of('slo:error_budget:ratio')}`
  const record = (name: string, expr: string, more: Labels = {}): Rule => ({ record: name, expr, labels: { ...labels, ...more } })
  const [shortest = 300] = lengths
  return [
    record('slo:objective:ratio', `vector(${one.objective})`),
    record('slo:error_budget:ratio', `vector(${budgetOf(one.objective)})`),
    record('slo:time_period:days', `vector(${window_s / 86_400})`),
    record('slo:current_burn_rate:ratio', burn(`slo:sli_error:ratio_rate${promDuration(shortest)}`)),
    record('slo:period_burn_rate:ratio', burn(`slo:sli_error:ratio_rate${promDuration(window_s)}`)),
    record('slo:period_error_budget_remaining:ratio', `1 - ${of('slo:period_burn_rate:ratio')}`),
    record('slo:info', 'vector(1)', { slo_budgeting: slo.budgeting, slo_objective: String(Number((one.objective * 100).toPrecision(12))) }),
  ]
}

const isPage = (row: RuleRow): boolean => row.severity === 'critical' || row.severity === 'error'

const bothBurn = (row: RuleRow, labels: Labels, budget: number): string => {
  const above = (length: number): string =>
    `    max(slo:sli_error:ratio_rate${promDuration(length)}${selectorOf(labels)} > (${row.factor} * ${budget})) without (slo_window)`
  return `(\n${above(row.short_s)}\n    and\n${above(row.long_s)}\n)`
}

const alertsOf = (one: Burning, slo: Slo, labels: Labels, rows: readonly RuleRow[]): readonly Rule[] =>
  (['page', 'ticket'] as const).flatMap((severity): readonly Rule[] => {
    const mine = rows.filter((row) => isPage(row) === (severity === 'page'))
    if (mine.length === 0) return []
    const text = plain(slo.description ?? one.title)
    return [
      {
        alert: 'ErrorBudgetBurn',
        expr: mine.map((row) => bothBurn(row, labels, budgetOf(one.objective))).join('\nor\n'),
        labels: { severity, ...Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, plain(value)])) },
        annotations: { summary: plain(`${one.title}: the error budget of ${slo.service} burns too fast.`), description: text },
      },
    ]
  })

/** Names of groups and labels take any text; the id stands in both. */
const groupsOf = (slo: Slo, one: Burning, table: RuleTable): readonly Group[] => {
  const window_s = (slo.window && roundSeconds(slo.window.duration)) ?? month
  const rows = table(window_s)
  const lengths = [...new Set([300, ...rows.flatMap((row) => [row.long_s, row.short_s])])].sort((a, b) => a - b)
  const labels = { slo_id: one.id, slo_name: slo.name, slo_service: slo.service }
  const alerts = alertsOf(one, slo, labels, rows)
  return [
    { name: `slo-sli-${one.id}`, rules: recordings(one, labels, lengths, window_s) },
    { name: `slo-facts-${one.id}`, rules: facts(one, slo, labels, lengths, window_s) },
    ...(alerts.length > 0 ? [{ name: `slo-alerts-${one.id}`, rules: alerts }] : []),
  ]
}

/** Why Prometheus cannot be asked for an objective; null when it can. */
const whyNot = (slo: Slo, one: Burning): string | null => {
  if (one.bad('5m') !== null) return null
  if (slo.indicator === null && slo.budgeting !== 'Occurrences') return 'a composite of time slices has no single expression'
  return 'its queries are not PromQL with {{.window}} where the window belongs, nor a counter that a window can be given to'
}

type Judged = Readonly<{ slo: Slo; one: Burning; why: string | null }>

/** Rules are told apart by their ids, so that of two of one name only the first can have any. */
const judged = (slos: readonly Slo[]): readonly Judged[] => {
  const ids = new Set<string>()
  return slos.flatMap((slo) =>
    burningOf(slo).map((one): Judged => {
      const why = ids.has(one.id) ? 'another SLO of its service has the same name' : whyNot(slo, one)
      ids.add(one.id)
      return { slo, one, why }
    }),
  )
}

/** SLOs that `prometheusRules` leaves out, and why. */
export const leftOut = (slos: readonly Slo[]): readonly Readonly<{ name: string; why: string }>[] =>
  judged(slos).flatMap(({ one, why }) => (why === null ? [] : [{ name: one.id, why }]))

/**
 * Prometheus rules in the field's usual form: recordings of the share of bad events over each window (`slo:sli_error:ratio_rate5m` ...), facts about the
 * objective and its budget, and one alert a severity that fires when both windows of any of its pairs burn too fast.
 * A calendar month counts as 30 days there, a quarter as 90. SLOs that cannot be asked of Prometheus are named in a comment at the top.
 */
export const prometheusRules = (slos: readonly Slo[], table: RuleTable): string => {
  const groups = judged(slos).flatMap(({ slo, one, why }) => (why === null ? groupsOf(slo, one, table) : []))
  const notes = leftOut(slos).map(({ name, why }) => `# Left out: ${name.replaceAll(/\s+/g, ' ')}: ${why}.\n`)
  return `${notes.join('')}${stringify({ groups }, { lineWidth: 0, aliasDuplicateObjects: false })}`
}
