import type { DayFacts, ReportFacts } from '../facts.ts'
import { countText, durationText, percentText } from '../words.ts'
import type { ChartSpec } from './document.ts'

/** A year is drawn by weeks: 366 bars say less than 53. */
const weekly = (days: readonly DayFacts[]): readonly DayFacts[] => {
  if (days.length <= 100) return days
  const weeks: DayFacts[] = []
  for (let at = 0; at < days.length; at += 7) {
    const some = days.slice(at, at + 7)
    const [first, last] = [some[0], some.at(-1)]
    if (first && last)
      weeks.push({
        day: first.day,
        opened: some.reduce((sum, one) => sum + one.opened, 0),
        resolved: some.reduce((sum, one) => sum + one.resolved, 0),
        backlog: last.backlog,
      })
  }
  return weeks
}

export const dayChart = (facts: ReportFacts): ChartSpec => {
  const days = weekly(facts.days)
  const { opened, resolved, backlog_start, backlog_end } = facts.volumes
  return {
    kind: 'days',
    alt: `Opened and resolved incidents by ${days.length === facts.days.length ? 'day' : 'week'}, with open work as a line: ${countText(opened.value ?? 0, 'incident')} opened, ${resolved.value ?? 0} resolved; open work went from ${backlog_start.value ?? 0} to ${backlog_end.value ?? 0}.`,
    labels: days.map((one) => one.day),
    series: [
      { name: 'Opened', as: 'bar', tone: 'info', values: days.map((one) => one.opened) },
      { name: 'Resolved', as: 'bar', tone: 'good', values: days.map((one) => one.resolved) },
      { name: 'Open at the end', as: 'line', tone: 'warn', values: days.map((one) => one.backlog) },
    ],
    unit: 'incidents',
  }
}

export const categoryChart = (facts: ReportFacts): ChartSpec => {
  const parts = facts.by_category.slice(0, 10)
  const [first] = parts
  return {
    kind: 'bars',
    alt: `Opened incidents by category, against ${facts.previous.label}${first ? `: most are ${first.label} (${first.figure.value ?? 0}${first.share === null ? '' : `, ${percentText(first.share)}`})` : ''}.`,
    labels: parts.map((one) => one.label),
    series: [
      { name: facts.period.label, as: 'bar', tone: 'info', values: parts.map((one) => one.figure.value ?? 0) },
      { name: facts.previous.label, as: 'bar', tone: 'muted', values: parts.map((one) => one.figure.previous ?? 0) },
    ],
    unit: 'incidents',
  }
}

const tones = { team: 'info', customer: 'neutral', supplier: 'warn', approval: 'muted' } as const

export const handsChart = (facts: ReportFacts): ChartSpec => ({
  kind: 'split',
  alt: `Time in hands of the incidents resolved: ${facts.hands.map((one) => `${one.label} ${percentText(one.share ?? 0)} (${durationText(one.wall.value ?? 0)})`).join(', ')}.`,
  labels: [''],
  series: facts.hands.map((one) => ({
    name: one.label,
    as: 'bar' as const,
    tone: tones[one.holder_type],
    values: [Math.round((one.share ?? 0) * 1000) / 10],
  })),
  unit: '%',
})
