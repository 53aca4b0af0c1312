import { useMemo } from 'react'
import { dayText } from '../../../platform/page/fields/format.ts'
import { Chart } from '../../../platform/page/kit/chart.tsx'
import type { Series } from '../../../platform/page/kit/chart-shapes.ts'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import type { Part, ReportFacts, TimesFacts } from '../model/facts.ts'
import { behind, FactCell } from './fact-figure.tsx'
import { choiceText, PartsBar } from './parts.tsx'
import { figureText, madeOf, measureWord, shareWords } from './words.ts'

const daySeries = (facts: ReportFacts): readonly Series[] => [
  { name: 'Opened', type: 'bar', tone: 'accent', points: facts.days.map((one) => ({ x: dayText(one.day), y: one.opened })) },
  { name: 'Resolved', type: 'bar', tone: 'muted', points: facts.days.map((one) => ({ x: dayText(one.day), y: one.resolved })) },
  {
    name: 'Open at the end of the day',
    type: 'line',
    tone: 'warn',
    points: facts.days.map((one) => ({ x: dayText(one.day), y: one.backlog })),
  },
]

/** Opened, resolved and open, day by day. */
export const ReportDays = ({ facts }: Readonly<{ facts: ReportFacts }>) => {
  const series = useMemo(() => daySeries(facts), [facts])
  if (facts.days.length === 0) return null
  return (
    <Panel title="Day by day">
      <Chart
        title="Incidents day by day"
        sentence={`Opened, resolved and open at the end of each day of ${facts.period.label}.`}
        series={series}
        height={220}
        min={0}
      />
    </Panel>
  )
}

/** How long tickets took: half of them within the median, nine of ten within the other. */
export const ReportTimes = ({ facts }: Readonly<{ facts: ReportFacts }>) => {
  const report = facts.report.ref
  return (
    <Panel flush title="Times">
      <DataTable<TimesFacts>
        caption="Times"
        rows={facts.times.filter((one) => one.tickets > 0)}
        keyOf={(one) => `${one.measure} ${one.priority ?? 'all'}`}
        empty="Nothing was responded to or resolved in this period."
        columns={[
          { label: 'Measure', cell: (one) => `Time to ${measureWord(one.measure).toLowerCase()}` },
          {
            label: 'Priority',
            cell: (one) => (one.priority === null ? 'All' : choiceText('incident', 'priority', one.priority)),
            text: (one) => one.priority ?? 'all',
          },
          { label: 'Tickets', align: 'right', cell: (one) => one.tickets },
          {
            label: 'Half within (working time)',
            align: 'right',
            cell: (one) => <FactCell report={report} figure={one.business_median} />,
            text: (one) => one.business_median.value,
          },
          {
            label: '9 of 10 within (working time)',
            align: 'right',
            cell: (one) => <FactCell report={report} figure={one.business_p90} />,
            text: (one) => one.business_p90.value,
          },
          {
            label: 'Half within (clock)',
            align: 'right',
            cell: (one) => <FactCell report={report} figure={one.wall_median} />,
            text: (one) => one.wall_median.value,
          },
          {
            label: '9 of 10 within (clock)',
            align: 'right',
            cell: (one) => <FactCell report={report} figure={one.wall_p90} />,
            text: (one) => one.wall_p90.value,
          },
        ]}
      />
    </Panel>
  )
}

/** In whose hands the time went. */
export const ReportHands = ({ facts }: Readonly<{ facts: ReportFacts }>) => {
  const [first] = facts.hands
  if (!first) return null
  return (
    <Panel title="Time in hands" right={<HowMade label="Time in hands" made={madeOf(first.business.made)} />}>
      <PartsBar
        label="Time in hands"
        parts={facts.hands.map((one) => {
          const to = behind(facts.report.ref, one.business)
          return {
            key: one.holder_type,
            label: one.label,
            share: one.share,
            value: figureText(one.business) ?? '–',
            note: `working time, ${figureText(one.wall) ?? '–'} on the clock`,
            ...(to && one.business.records.count > 0 ? { to } : {}),
          }
        })}
      />
    </Panel>
  )
}

/** A breakdown of what was opened. */
export const ReportParts = ({ title, report, parts }: Readonly<{ title: string; report: string; parts: readonly Part[] }>) => (
  <Panel flush title={title}>
    <DataTable<Part>
      caption={title}
      rows={parts}
      keyOf={(one) => one.figure.key}
      empty="Nothing was opened."
      columns={[
        { label: title.replace('By ', '').replace(/^./, (letter) => letter.toUpperCase()), cell: (one) => one.label },
        {
          label: 'Opened',
          align: 'right',
          cell: (one) => <FactCell report={report} figure={one.figure} />,
          text: (one) => one.figure.value,
        },
        { label: 'Share', align: 'right', cell: (one) => (one.share === null ? '–' : shareWords(one.share)), text: (one) => one.share },
        { label: 'Before', align: 'right', cell: (one) => one.figure.previous ?? '–', text: (one) => one.figure.previous },
        {
          label: 'Step',
          align: 'right',
          cell: (one) =>
            one.figure.change ? <span className={one.figure.change.news ? '' : 'rv-dim'}>{one.figure.change.words}</span> : '–',
          text: (one) => one.figure.change?.words ?? '',
        },
      ]}
    />
  </Panel>
)
