import { Text } from '@mantine/core'
import { durationText, momentText } from '../../../platform/page/fields/format.ts'
import { Chart } from '../../../platform/page/kit/chart.tsx'
import { percentileWords } from './measure-words.ts'
import { bandOf, gapsOf, isShare, lineOf, plainWords, type Readings, unitOf, valueWords } from './readings.ts'
import { momentNow } from '../../../platform/page/kit/clock.ts'
import { millisOf } from '../../../kernel/instant.ts'

/** Whether lowest and highest of each step say something that the line does not. */
const hasBand = (of: Readings): boolean =>
  ['mean', 'quantile', 'last'].includes(of.measure.aggregation) && of.points.some((one) => one.min !== one.max)

const lineName = (of: Readings): string => {
  switch (of.measure.aggregation) {
    case 'quantile':
      return percentileWords(of.quantile ?? 0.95)
    case 'mean':
      return 'Mean'
    case 'sum':
      return 'Sum'
    case 'min':
      return 'Lowest'
    case 'max':
      return 'Highest'
    case 'last':
      return 'Last'
    case 'share':
      return 'Good'
  }
}

/** How much of the stretch is known, and where it is silent. */
export const Coverage = ({ of }: Readonly<{ of: Readings }>) => {
  const gaps = gapsOf(of, momentNow())
  const [longest] = gaps
  if (!longest)
    return (
      <Text size="xs" c="dimmed" mt={6}>
        Readings throughout, {of.readings.toLocaleString()} in all.
      </Text>
    )
  const length = durationText((millisOf(longest.to) - millisOf(longest.from)) / 1000)
  return (
    <Text size="xs" c="dimmed" mt={6}>
      {gaps.length === 1 ? 'One stretch without readings' : `${gaps.length} stretches without readings, the longest`}: {length}, from{' '}
      {momentText(longest.from)}. They are left open, not drawn.
    </Text>
  )
}

/** One measure over time, with its lowest and highest of each step. */
export const MeasureChart = ({
  of,
  target,
  onOpen,
  height = 260,
}: Readonly<{ of: Readings; target?: Readonly<{ value: number; label: string }>; onOpen?: (at: string) => void; height?: number }>) => {
  const step = durationText(of.step_s)
  return (
    <Chart
      title={of.measure.title}
      sentence={`${lineName(of)} of each ${step}${hasBand(of) ? ', between its lowest and highest reading' : ''}; ${valueWords(of, of.value) ?? 'no value'} over all.`}
      x="time"
      height={height}
      unit={unitOf(of)}
      format={plainWords}
      {...(isShare(of) ? { max: 100 } : {})}
      {...(target ? { target } : {})}
      {...(onOpen ? { onOpen } : {})}
      {...(hasBand(of) ? { band: { low: 'Lowest', high: 'Highest', points: bandOf(of) } } : {})}
      series={[
        {
          name: lineName(of),
          type: of.measure.aggregation === 'sum' ? 'bar' : 'line',
          tone: 'accent',
          points: lineOf(of, (one) => one.value),
        },
      ]}
    />
  )
}
