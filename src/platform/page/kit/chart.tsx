import { SegmentedControl } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { DataTable } from './data-table.tsx'
import type { Band, ChartProps } from './chart-shapes.ts'
import chart from './chart.module.css'
import { Waiting } from './waiting.tsx'

const Drawing = lazy(async () => import('./chart-drawing.tsx'))

const plain = (value: number): string => value.toLocaleString(undefined, { maximumFractionDigits: 3 })

const bandColumns = (band: Band, unit: string | undefined, format: (value: number) => string) =>
  (['low', 'high'] as const).map((end) => {
    const valueAt = (x: string): number | null => band.points.find((point) => point.x === x)?.[end] ?? null
    return {
      label: unit ? `${band[end]} (${unit})` : band[end],
      align: 'right' as const,
      cell: (x: string) => {
        const value = valueAt(x)
        return value === null ? '–' : format(value)
      },
      text: valueAt,
    }
  })

/** Series as lines, areas or bars, or as a table; drawn by echarts, which is fetched when first needed. */
export const Chart = (props: ChartProps) => {
  const [as, setAs] = useState('chart')
  const { title, sentence, series, band, unit, format = plain, height = 220 } = props
  const xs = [...new Set(series.flatMap((one) => one.points.map((point) => point.x)))]
  return (
    <figure className={chart['figure']} aria-label={title}>
      <div className={chart['top']}>
        <figcaption className={chart['caption']}>{sentence}</figcaption>
        <SegmentedControl
          size="xs"
          value={as}
          onChange={setAs}
          aria-label={`Show ${title} as`}
          className="rv-no-print"
          data={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
        />
      </div>
      {as === 'chart' ? (
        <Suspense
          fallback={
            <div style={{ height }}>
              <Waiting lines={4} />
            </div>
          }
        >
          <Drawing {...props} format={format} height={height} />
        </Suspense>
      ) : (
        <DataTable
          caption={title}
          rows={xs}
          keyOf={(x) => x}
          columns={[
            { label: props.x === 'time' ? 'When' : 'What', cell: (x) => x },
            ...series.map((one) => ({
              label: unit ? `${one.name} (${unit})` : one.name,
              align: 'right' as const,
              cell: (x: string) => {
                const y = one.points.find((point) => point.x === x)?.y
                return y === null || y === undefined ? '–' : format(y)
              },
              text: (x: string) => one.points.find((point) => point.x === x)?.y ?? null,
            })),
            ...(band ? bandColumns(band, unit, format) : []),
          ]}
        />
      )}
    </figure>
  )
}
