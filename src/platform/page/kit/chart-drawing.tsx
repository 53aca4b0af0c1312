import { useComputedColorScheme } from '@mantine/core'
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use as withParts } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import type { Band, ChartProps, Series } from './chart-shapes.ts'

withParts([LineChart, BarChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer])

const tones = {
  light: {
    accent: '#276b7f',
    good: '#187841',
    bad: '#b12d23',
    warn: '#a96e0d',
    muted: '#787b82',
    text: '#3c3f45',
    line: '#e4e4e7',
    order: ['#276b7f', '#a96e0d', '#6b4fa0', '#187841', '#b0456f', '#5b5e65'],
  },
  dark: {
    accent: '#5ea5b6',
    good: '#4fb977',
    bad: '#e76c62',
    warn: '#e2a02a',
    muted: '#7d8087',
    text: '#c3c5c9',
    line: '#2c2f33',
    order: ['#5ea5b6', '#e2a02a', '#a88bdc', '#4fb977', '#e087ab', '#a3a6ac'],
  },
} as const

const seriesOf = (one: Series, index: number, colours: (typeof tones)['light'] | (typeof tones)['dark'], props: ChartProps) => {
  const colour = one.tone ? colours[one.tone] : (colours.order[index % colours.order.length] ?? colours.accent)
  const type = one.type === 'bar' ? ('bar' as const) : ('line' as const)
  return {
    name: one.name,
    type,
    data: one.points.map((point) => [point.x, point.y]),
    color: colour,
    showSymbol: one.points.length < 40,
    symbolSize: 5,
    lineStyle: { width: 1.8 },
    barMaxWidth: 26,
    ...(one.stack ? { stack: one.stack } : {}),
    ...(one.type === 'area' ? { areaStyle: { opacity: 0.15 } } : {}),
    ...(index === 0 && props.target
      ? {
          markLine: {
            silent: true,
            symbol: 'none',
            data: [{ yAxis: props.target.value }],
            lineStyle: { color: colours.text, type: 'dashed' as const, width: 1 },
            label: { formatter: props.target.label, color: colours.text, position: 'insideEndTop' as const, fontSize: 11 },
          },
        }
      : {}),
  }
}

/** Two stacked lines that are not drawn, with the tint between them; the tooltip tells both ends. */
const bandOf = (band: Band, colour: string) => {
  const common = {
    type: 'line' as const,
    stack: 'band',
    stackStrategy: 'all' as const,
    silent: true,
    showSymbol: false,
    color: colour,
    lineStyle: { width: 0 },
    z: 1,
  }
  return [
    { ...common, name: band.low, data: band.points.map((one) => [one.x, one.low]) },
    {
      ...common,
      name: band.high,
      areaStyle: { opacity: 0.18 },
      encode: { x: 0, y: 1, tooltip: 2 },
      data: band.points.map((one) => [one.x, one.high === null || one.low === null ? null : one.high - one.low, one.high]),
    },
  ]
}

/** The drawing itself: SVG, colours by token, tooltip without HTML so that it stands under a strict content policy. */
const Drawing = (props: ChartProps & Readonly<{ format: (value: number) => string; height: number }>) => {
  const place = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  const { height, sentence } = props
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  // parents make their series anew with each render: only other data make another chart
  const data = JSON.stringify([props.series, props.band, props.x, props.unit, props.target, props.min, props.max, height])
  useEffect(() => {
    if (!place.current) return
    const { series, band, x = 'category', unit, min, max } = latest.current
    const format = (value: number): string => latest.current.format(value)
    const colours = tones[scheme]
    const chart = init(place.current, null, { renderer: 'svg', height })
    const axis = {
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { show: false },
      axisLabel: { color: colours.text, fontSize: 11, hideOverlap: true },
    }
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    chart.setOption({
      animation: !still,
      animationDuration: 250,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 12, top: series.length > 1 ? 30 : 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      ...(series.length > 1
        ? { legend: { top: 0, left: 0, itemHeight: 8, itemWidth: 14, textStyle: { color: colours.text, fontSize: 12 } } }
        : {}),
      tooltip: {
        trigger: 'axis',
        renderMode: 'richText',
        confine: true,
        backgroundColor: scheme === 'light' ? '#fff' : '#232528',
        borderColor: colours.line,
        textStyle: { color: colours.text, fontSize: 12 },
        valueFormatter: (value: unknown) => (typeof value === 'number' ? `${format(value)}${unit ? ` ${unit}` : ''}` : '–'),
      },
      xAxis: {
        type: x,
        ...axis,
        ...(x === 'time'
          ? { axisLabel: { ...axis.axisLabel, formatter: { year: '{yyyy}', month: '{MMM}', day: '{d} {MMM}', hour: '{HH}:{mm}' } } }
          : {}),
        ...(x === 'category' ? { data: [...new Set(series.flatMap((one) => one.points.map((point) => point.x)))] } : {}),
      },
      yAxis: {
        type: 'value',
        ...axis,
        axisLine: { show: false },
        axisLabel: { ...axis.axisLabel, formatter: (value: number) => format(value) },
        splitLine: { lineStyle: { color: colours.line } },
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      },
      series: [...series.map((one, index) => seriesOf(one, index, colours, latest.current)), ...(band ? bandOf(band, colours.muted) : [])],
    })
    if (latest.current.onOpen)
      chart.on('click', (event) =>
        latest.current.onOpen?.(String(Array.isArray(event.value) ? event.value[0] : event.name), event.seriesName ?? ''),
      )
    const watcher = new ResizeObserver(() => chart.resize())
    watcher.observe(place.current)
    return () => {
      watcher.disconnect()
      chart.dispose()
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- data stands for what is read from latest
  }, [data, height, scheme])
  return <div ref={place} role="img" aria-label={sentence} style={{ height, width: '100%' }} />
}

export default Drawing
