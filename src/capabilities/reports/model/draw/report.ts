import { millisOf } from '../../../../kernel/instant.ts'
import { figuresOf, type PromiseFacts, type ReportFacts, type TimesFacts } from '../facts.ts'
import type { Figure } from '../figure.ts'
import { countText, durationText, measureLabel, momentText, numberText, percentText, priorityLabel } from '../words.ts'
import type { Block, Cell, Document } from './document.ts'
import { categoryChart, dayChart, handsChart } from './report-charts.ts'

const words: Readonly<Record<string, string>> = { A: 'A measured', B: 'B allocated', C: 'C estimated', D: 'D guessed' }

/** A figure's value for people; a dash where there was nothing to measure. */
export const valueText = (value: number | null, unit: Figure['unit']): string => {
  if (value === null) return '–'
  if (unit === 'share') return percentText(value)
  return unit === 's_business' || unit === 's_wall' ? durationText(value) : numberText(value)
}

const left = (label: string, grow = 1) => ({ label, align: 'left', grow }) as const
const right = (label: string) => ({ label, align: 'right' }) as const
const plain = (text: string): Cell => ({ text })

const rowOf =
  (report: string) =>
  (figure: Figure): readonly Cell[] => [
    { text: figure.label, to: `/reports/${report}?figure=${encodeURIComponent(figure.key)}` },
    { text: valueText(figure.value, figure.unit), strong: true },
    plain(valueText(figure.previous, figure.unit)),
    { text: figure.change?.words ?? '', ...(figure.change?.news === true ? { strong: true } : {}) },
  ]

const figureTable = (facts: ReportFacts, caption: string, figures: readonly Figure[], note?: string): Block => ({
  type: 'table',
  caption,
  columns: [left('Figure'), right(facts.period.label), right(facts.previous.label), right('Change')],
  rows: figures.map(rowOf(facts.report.ref)),
  ...(note ? { note } : {}),
})

const rangeText = ({ reached: { interval, kept, missed } }: PromiseFacts): string =>
  interval && kept + missed < 50 && kept + missed > 0 ? `${percentText(interval.low)} to ${percentText(interval.high)}` : ''

const verdictWord = { kept: 'kept', missed: 'missed', too_few: 'too few to tell', none: 'not called upon' } as const

const clockNote =
  'A clock is decided in a period when it stops in time in it, or when its target is used up in it. “Within” counts working time by the agreement’s calendar. The range is what few tickets leave open (Wilson, 95 %).'

const promiseTable = (facts: ReportFacts, caption: string, promises: readonly PromiseFacts[], note?: string): Block => ({
  type: 'table',
  caption,
  columns: [
    left('Promise'),
    right('Within'),
    right('Kept'),
    right('Missed'),
    right('Share'),
    right('95 % range'),
    right('Target'),
    right(`Share ${facts.previous.label}`),
    left('Verdict', 0),
  ],
  rows: promises.map((one) => [
    {
      text: `${measureLabel[one.measure]}, ${one.priority === null ? 'other priorities' : priorityLabel(one.priority)}`,
      to: `/reports/${facts.report.ref}?figure=${one.share.key}`,
    },
    plain(durationText(one.target_s)),
    plain(numberText(one.reached.kept)),
    plain(numberText(one.reached.missed)),
    { text: valueText(one.reached.share, 'share'), strong: true },
    plain(rangeText(one)),
    plain(one.target_share === null ? 'each one' : percentText(one.target_share)),
    plain(valueText(one.previous.share, 'share')),
    { text: verdictWord[one.verdict.word], tone: one.verdict.tone, strong: true },
  ]),
  ...(note ? { note } : {}),
})

const typeWords = { sla: 'promised to the customer', ola: 'between teams', underpinning: 'by a supplier' } as const

/** A table for each agreement: what customers were promised first. */
const promiseBlocks = (facts: ReportFacts): readonly Block[] => {
  const agreements = [...new Map(facts.promises.map((one) => [one.agreement.id, one])).values()]
  if (agreements.length === 0)
    return [{ type: 'text', paragraphs: ['No clock of a promise was decided in this period or the one before.'] }]
  return agreements.map(({ agreement, agreement_type }, at) =>
    promiseTable(
      facts,
      `${agreement.title}, ${typeWords[agreement_type]}`,
      facts.promises.filter((one) => one.agreement.id === agreement.id),
      at === agreements.length - 1 ? clockNote : undefined,
    ),
  )
}

const timesTable = (facts: ReportFacts, measure: TimesFacts['measure']): readonly Block[] => {
  const rows = facts.times.filter((one) => one.measure === measure)
  if (rows.length === 0) return []
  const cell = (figure: Figure): Cell => plain(valueText(figure.value, figure.unit))
  return [
    {
      type: 'table',
      caption: measureLabel[measure],
      columns: [
        left('Priority'),
        right('Tickets'),
        right('Half within'),
        right('90 % within'),
        right('Half within, working time'),
        right('90 % within, working time'),
        right(`Half within, ${facts.previous.label}`),
      ],
      rows: rows.map((one) => [
        plain(one.label),
        plain(numberText(one.tickets)),
        { ...cell(one.wall_median), strong: true },
        cell(one.wall_p90),
        cell(one.business_median),
        cell(one.business_p90),
        plain(valueText(one.wall_median.previous, 's_wall')),
      ]),
    },
  ]
}

const handsBlocks = (facts: ReportFacts): readonly Block[] => {
  if (facts.hands.length === 0) return []
  return [
    { type: 'heading', text: 'In whose hands the time lay' },
    { type: 'chart', chart: handsChart(facts) },
    {
      type: 'table',
      caption: 'Time in hands of the incidents resolved',
      columns: [left('Holder'), right('Time'), right('Part'), right('Working time'), right(`Time, ${facts.previous.label}`)],
      rows: facts.hands.map((one) => [
        plain(one.label),
        { text: valueText(one.wall.value, 's_wall'), strong: true },
        plain(valueText(one.share, 'share')),
        plain(valueText(one.business.value, 's_business')),
        plain(valueText(one.wall.previous, 's_wall')),
      ]),
    },
  ]
}

const worstBlocks = ({ worst, period }: ReportFacts): readonly Block[] =>
  worst.length === 0
    ? []
    : [
        { type: 'heading', text: 'Furthest over the target' },
        {
          type: 'table',
          caption: 'Incidents that went furthest over their target',
          columns: [left('Incident', 0), left('Summary', 2), left('Priority', 0), right('Over by'), left('What happened', 3)],
          rows: worst.map((one) => [
            { text: one.ticket.ref, to: `/incidents/${one.ticket.ref}` },
            plain(one.ticket.title),
            plain(priorityLabel(one.priority)),
            { text: durationText(one.over_s), strong: true, tone: 'bad' },
            plain(one.text),
          ]),
          note: `Times are on the clocks of ${period.time_zone}.`,
        },
      ]

const majorBlocks = ({ majors, period }: ReportFacts): readonly Block[] =>
  majors.length === 0
    ? []
    : [
        { type: 'heading', text: 'Major incidents' },
        ...majors.map(
          (one): Block => ({
            type: 'table',
            caption: `${one.ticket.ref} ${one.ticket.title}: ${one.wall_s === null ? 'still open' : `resolved after ${durationText(one.wall_s)}`}`,
            columns: [left('When', 0), left('What')],
            rows: one.timeline.map((step) => [plain(momentText(millisOf(step.at), period.time_zone)), plain(step.text)]),
          }),
        ),
      ]

const madeBlocks = (facts: ReportFacts): readonly Block[] => {
  const seen = new Set<string>()
  const figures = figuresOf(facts).filter((one) => (seen.has(one.made.formula) ? false : seen.add(one.made.formula)))
  return [
    { type: 'heading', text: 'How the figures were made' },
    {
      type: 'table',
      caption: 'Formulas, sources and data quality',
      columns: [left('Figure', 2), left('Formula', 5), left('Quality', 0)],
      rows: figures.map((one) => [plain(one.label), plain(one.made.formula), plain(words[one.quality] ?? one.quality)]),
      note: `Source: ${figures[0]?.made.source ?? 'Reeve'}, as of ${momentText(millisOf(facts.as_of), facts.period.time_zone)} (${facts.period.time_zone}). In Reeve each figure opens the records that it was made from.`,
    },
  ]
}

const noticeOf = ({ report, period }: ReportFacts): Document['notice'] => {
  if (report.state === 'withdrawn') return { tone: 'bad', text: 'Withdrawn: this report was wrong. It is kept as it was issued.' }
  if (report.state === 'draft')
    return {
      tone: 'warn',
      text: `Draft${period.over ? '' : ` of a period that still runs (until ${period.next})`}: figures are read anew until it is issued.`,
    }
  return null
}

/** A service report for its manager: exceptions first, figures after, and how they were made at the end. */
export const documentOf = (facts: ReportFacts): Document => {
  const { period, service, report, volumes } = facts
  const heads = [
    { label: 'Service', value: `${service.title} (${service.ref})` },
    { label: 'Period', value: `${period.label}, ${period.time_zone}` },
    { label: 'Answers for it', value: service.owner?.title ?? 'nobody is named' },
    { label: 'Agreement', value: facts.agreements.map((one) => one.title).join(', ') || 'none' },
    { label: 'Facts as of', value: momentText(millisOf(facts.as_of), period.time_zone) },
    ...(report.issued_at
      ? [
          {
            label: 'Issued',
            value: `${momentText(millisOf(report.issued_at), period.time_zone)}${report.issued_by ? ` by ${report.issued_by}` : ''}`,
          },
        ]
      : []),
  ]
  const breakdown = (caption: string, parts: ReportFacts['by_priority']): readonly Block[] =>
    parts.length === 0
      ? []
      : [
          figureTable(
            facts,
            caption,
            parts.map((one) => one.figure),
          ),
        ]
  return {
    title: report.title,
    organisation: facts.organisation,
    ref: report.ref,
    notice: noticeOf(facts),
    facts: heads,
    blocks: [
      ...(report.foreword ? [{ type: 'text', paragraphs: report.foreword.split(/\n\s*\n/) } as const] : []),
      { type: 'heading', text: 'In short' },
      { type: 'sentences', items: facts.summary.map(({ tone, text }) => ({ tone, text })) },
      { type: 'heading', text: 'What needs a decision' },
      facts.actions.length === 0
        ? { type: 'text', paragraphs: ['Nothing stands out: no promise was missed and nothing grew beyond what chance explains.'] }
        : { type: 'sentences', items: facts.actions.map(({ tone, text, to }) => ({ tone, text, ...(to ? { to } : {}) })) },
      { type: 'heading', text: 'Promises' },
      ...promiseBlocks(facts),
      { type: 'heading', text: 'Volumes' },
      { type: 'chart', chart: dayChart(facts) },
      figureTable(
        facts,
        'Opened, resolved and open',
        [...Object.values(volumes), facts.reassignments.total, facts.reassignments.often],
        `Changes in bold are larger than chance explains. ${countText(volumes.opened.value ?? 0, 'incident')} ${volumes.opened.value === 1 ? 'was' : 'were'} opened, cancelled ones left out.`,
      ),
      ...breakdown('Opened by priority', facts.by_priority),
      ...(facts.by_category.length > 1 ? [{ type: 'chart', chart: categoryChart(facts) } as const] : []),
      ...breakdown('Opened by category', facts.by_category),
      ...breakdown('Opened by channel', facts.by_channel),
      { type: 'heading', text: 'How long it took' },
      ...timesTable(facts, 'response'),
      ...timesTable(facts, 'resolution'),
      ...handsBlocks(facts),
      ...worstBlocks(facts),
      ...majorBlocks(facts),
      ...madeBlocks(facts),
    ],
  }
}
