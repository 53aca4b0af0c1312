import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent } from 'echarts/components'
import { init, use as teach } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Tone } from '../../../../platform/records/fields.ts'
import type { ChartSpec } from './document.ts'

teach([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer])

/** Dark enough to be read on paper, and apart from each other in shades of grey. */
const colours: Readonly<Record<Tone, string>> = {
  info: '#2563a8',
  good: '#7fb58a',
  warn: '#c2570c',
  bad: '#a61b1b',
  neutral: '#6b7280',
  muted: '#b9c0ca',
}
const ink = '#333a44'
const line = '#d5dae1'

const width = 760

/** A chart as SVG text without scripts, animations or fonts of its own. @param font a family that the reader has */
export const drawChart = (spec: ChartSpec, font: string): string => {
  const height = spec.kind === 'split' ? 90 : spec.kind === 'bars' ? 70 + spec.labels.length * 34 : 260
  const flat = spec.kind !== 'days'
  const textStyle = { fontFamily: font, fontSize: 12, color: ink }
  const names = {
    type: 'category' as const,
    data: [...spec.labels],
    inverse: flat,
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
    axisLabel: { ...textStyle, hideOverlap: true, ...(flat ? { width: 180, overflow: 'truncate' as const } : {}) },
  }
  const values = {
    type: 'value' as const,
    minInterval: 1,
    splitLine: { lineStyle: { color: line } },
    axisLabel: textStyle,
    ...(spec.kind === 'split' ? { max: 100, show: false } : {}),
  }
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({
      animation: false,
      textStyle,
      color: spec.series.map((one) => colours[one.tone]),
      legend: { top: 0, left: 0, icon: 'rect', itemWidth: 12, itemHeight: 12, textStyle },
      grid: {
        left: flat ? 8 : 44,
        right: 16,
        top: 34,
        bottom: flat ? 8 : 26,
        outerBoundsMode: flat ? 'same' : 'none',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: flat ? values : names,
      yAxis: flat ? names : values,
      series: spec.series.map((one) => ({
        name: one.name,
        type: one.as,
        data: [...one.values],
        silent: true,
        ...(one.as === 'line' ? { symbol: 'none', lineStyle: { width: 2 } } : { barMaxWidth: 22, barGap: '0%' }),
        ...(spec.kind === 'split'
          ? { stack: 'all', label: { show: (one.values[0] ?? 0) >= 6, formatter: '{c} %', color: '#fff', fontFamily: font } }
          : {}),
      })),
    })
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
