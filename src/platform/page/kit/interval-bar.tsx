import { Tooltip } from '@mantine/core'
import classes from './kit.module.css'
import bar from './interval-bar.module.css'
import { durationText, momentText } from '../fields/format.ts'

export type Interval = Readonly<{
  /** ISO instants; `to` null when it still runs. */
  from: string
  to: string | null
  /** Who holds it, or what went on. */
  label: string
  /** Intervals of one group have one colour. */
  group: string
  /** False draws it hatched: the clock stood still. */
  counts?: boolean
  /** More for the tooltip, such as why it counts. */
  note?: string
}>
export type Mark = Readonly<{ at: string; label: string }>

const hues = [205, 165, 35, 280, 95, 330, 250, 15]
const colourOfGroup = (groups: readonly string[], group: string): string =>
  `oklch(var(--rv-band-l) 0.055 ${hues[groups.indexOf(group) % hues.length]})`

/** A chain of intervals on one line, with marks such as due times; below it the same in words for those who cannot see it. */
export const IntervalBar = ({
  label,
  intervals,
  marks = [],
  now,
}: Readonly<{ label: string; intervals: readonly Interval[]; marks?: readonly Mark[]; now: number }>) => {
  const first = intervals[0]
  if (!first) return <p className="rv-dim">Nothing happened yet.</p>
  const start = Date.parse(first.from)
  const ends = [...intervals.map((one) => (one.to ? Date.parse(one.to) : now)), ...marks.map((mark) => Date.parse(mark.at))]
  const length = Math.max(1, Math.max(...ends) - start)
  const place = (at: number): number => ((at - start) / length) * 100
  const groups = [...new Set(intervals.map((one) => one.group))]
  return (
    <figure className={bar['figure']} aria-label={label}>
      <div className={bar['line']}>
        {intervals.map((one) => {
          const from = Date.parse(one.from)
          const to = one.to ? Date.parse(one.to) : now
          const words = `${one.label}: ${durationText((to - from) / 1000)}, ${momentText(one.from)} – ${one.to ? momentText(one.to) : 'now'}${one.counts === false ? '; does not count' : ''}${one.note ? `. ${one.note}` : ''}`
          return (
            <Tooltip key={`${one.from} ${one.label}`} label={words} w={280} openDelay={80}>
              <button
                type="button"
                className={`${classes['piece']} ${one.counts === false ? classes['stopped'] : ''}`}
                style={{
                  left: `${place(from)}%`,
                  width: `${Math.max(0, place(to) - place(from))}%`,
                  backgroundColor: colourOfGroup(groups, one.group),
                }}
                aria-label={words}
              >
                <span aria-hidden>{one.label}</span>
              </button>
            </Tooltip>
          )
        })}
        {marks.map((mark) => (
          <Tooltip key={`${mark.at} ${mark.label}`} label={`${mark.label}: ${momentText(mark.at)}`} openDelay={80}>
            <span
              className={classes['mark']}
              style={{ left: `${place(Date.parse(mark.at))}%` }}
              role="img"
              aria-label={`${mark.label}: ${momentText(mark.at)}`}
            />
          </Tooltip>
        ))}
      </div>
      <figcaption className={bar['legend']}>
        {groups.map((group) => (
          <span key={group}>
            <i style={{ backgroundColor: colourOfGroup(groups, group) }} aria-hidden /> {group}
          </span>
        ))}
        {intervals.some((one) => one.counts === false) && (
          <span>
            <i className={classes['stopped']} aria-hidden /> hatched: does not count
          </span>
        )}
        {marks.map((mark) => (
          <span key={mark.label}>
            <b aria-hidden>|</b> {mark.label}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}
