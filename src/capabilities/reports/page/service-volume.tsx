import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { formatDuration } from '../../../kernel/duration.ts'
import { Chart } from '../../../platform/page/kit/chart.tsx'
import type { Series } from '../../../platform/page/kit/chart-shapes.ts'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { useGo } from '../../../platform/page/kit/to.tsx'
import type { ServicePage, VolumePoint } from '../model/service-page.ts'
import { PartsBar } from './parts.tsx'
import { madeOf } from './words.ts'

/** “Week 36 of 2026” is too long below a bar. */
const short = (label: string): string =>
  label.replace(/^Week (\d+) of \d+$/, 'W$1').replace(/^([A-Z][a-z]{2})[a-z]+ (\d{2})(\d{2})$/, '$1 $3')

const seriesOf = (points: readonly VolumePoint[]): readonly Series[] => [
  { name: 'Opened', type: 'bar', tone: 'accent', points: points.map((one) => ({ x: short(one.label), y: one.opened })) },
  { name: 'Resolved', type: 'bar', tone: 'muted', points: points.map((one) => ({ x: short(one.label), y: one.resolved })) },
  { name: 'Open at the end', type: 'line', tone: 'warn', points: points.map((one) => ({ x: short(one.label), y: one.backlog })) },
]

/** Opened, resolved and open at the end, by week or month; a bar opens its tickets. */
export const ServiceVolume = ({ page }: Readonly<{ page: ServicePage }>) => {
  const [by, setBy] = useState<'weeks' | 'months'>('weeks')
  const go = useGo()
  const points = page.volume[by]
  const series = useMemo(() => seriesOf(points), [points])
  const first = points[0]
  const last = points.at(-1)
  return (
    <Panel
      title="Volumes"
      right={
        <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
          <SegmentedControl
            aria-label="By"
            value={by}
            onChange={(value) => setBy(value)}
            className="rv-no-print"
            data={[
              { value: 'weeks', label: '13 weeks' },
              { value: 'months', label: '13 months' },
            ]}
          />
          <HowMade label="Volumes" made={madeOf(page.volume.made)} />
        </span>
      }
    >
      {first && last ? (
        <Chart
          title={`Incidents of ${page.service.title}`}
          sentence={`${first.label} to ${last.label}: ${points.reduce((sum, one) => sum + one.opened, 0)} opened, ${points.reduce((sum, one) => sum + one.resolved, 0)} resolved, ${last.backlog} open at the end.`}
          series={series}
          height={210}
          min={0}
          onOpen={(x) => {
            const point = points.find((one) => short(one.label) === x)
            if (point) go(point.list)
          }}
        />
      ) : (
        <p className="rv-dim">No incidents in this time.</p>
      )}
    </Panel>
  )
}

/** In whose hands the tickets resolved in the period have been. */
export const ServiceHands = ({ page }: Readonly<{ page: ServicePage }>) => (
  <Panel title={`Time in hands, ${page.hands.tickets} resolved`} right={<HowMade label="Time in hands" made={madeOf(page.hands.made)} />}>
    {page.hands.items.length === 0 ? (
      <p className="rv-dim">Nothing was resolved in this period.</p>
    ) : (
      <PartsBar
        label="Time in hands"
        parts={page.hands.items.map((one) => ({
          key: one.holder_type,
          label: one.label,
          share: one.share,
          value: formatDuration(one.business_s),
          note: `working time, ${formatDuration(one.wall_s, { days: true })} on the clock`,
        }))}
      />
    )}
  </Panel>
)
