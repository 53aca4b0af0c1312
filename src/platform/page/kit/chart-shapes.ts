export type Point = Readonly<{ x: string; y: number | null }>
export type Series = Readonly<{
  name: string
  type?: 'line' | 'bar' | 'area'
  points: readonly Point[]
  tone?: 'accent' | 'good' | 'bad' | 'warn' | 'muted'
  stack?: string
}>
/** What values lay between: drawn as a tint behind the lines. */
export type Band = Readonly<{
  low: string
  high: string
  points: readonly Readonly<{ x: string; low: number | null; high: number | null }>[]
}>
export type ChartProps = Readonly<{
  title: string
  /** What the chart shows, in one sentence: read by screen readers and shown below. */
  sentence: string
  series: readonly Series[]
  band?: Band
  /** 'time': x are ISO days or instants; 'category': words, in the order of the first series. */
  x?: 'time' | 'category'
  unit?: string
  /** Writes a value for people. */
  format?: (value: number) => string
  /** A line across, such as a target. */
  target?: Readonly<{ value: number; label: string }>
  height?: number
  min?: number
  max?: number
  /** Called with the x of a point that was clicked. */
  onOpen?: (x: string, series: string) => void
}>
