import { Tooltip } from '@mantine/core'
import { type KeyboardEvent, type MouseEvent, useId, useState } from 'react'
import { dayAt, localToUtc } from '../../../kernel/calendar/zone.ts'
import { plusDays } from '../../../kernel/day.ts'
import { type Millis, millisOf } from '../../../kernel/instant.ts'
import { durationText } from '../../../platform/page/fields/format.ts'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { useGo } from '../../../platform/page/kit/to.tsx'
import { addressOf } from '../../../platform/page/registry/kinds.ts'
import type { Lane, Timeline } from '../model/timeline.ts'
import classes from './timeline.module.css'
import { barsOf, type DrawnBar } from './timeline-words.ts'

const day = 86_400_000
const dayWords = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone

const hour = 3_600_000
const clockWords = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const mostTicks = 8
/** A word that begins in the last part of the axis would stand beyond it. */
const roomAtEnd = 0.08
const dayTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const stepOf = (steps: readonly number[], length: number): number =>
  steps.find((step) => length / step <= mostTicks) ?? Math.ceil(length / mostTicks)

/**
 * Where times are written along the top: hours for up to two days, else days, each at its midnight on the reader's wall;
 * steps that people count in, and so few that they do not run into each other.
 */
const ticks = (from: Millis, to: Millis): readonly Readonly<{ at: Millis; text: string }>[] => {
  const found: { at: Millis; text: string }[] = []
  const last = to - (to - from) * roomAtEnd
  if (to - from <= 2 * day) {
    const step = stepOf([1, 2, 3, 6, 12], (to - from) / hour) * hour
    for (let at = localToUtc(zone, dayAt(zone, from), '00:00'); at < last; at += step)
      if (at >= from) found.push({ at, text: dayTime.format(at) === '00:00' ? dayWords.format(at) : clockWords.format(at) })
    return found
  }
  const step = stepOf([1, 2, 7, 14, 28, 56, 91], (to - from) / day)
  for (let date = plusDays(dayAt(zone, from), 1); localToUtc(zone, date, '00:00') < last; date = plusDays(date, step)) {
    const at = localToUtc(zone, date, '00:00')
    found.push({ at, text: dayWords.format(at) })
  }
  return found
}

type Place = Readonly<{ from: Millis; length: number; now: Millis }>

const placeOf = (bar: DrawnBar, { from, length, now }: Place): Readonly<{ left: string; width: string }> => {
  const start = Math.max(0, (millisOf(bar.from) - from) / length)
  const end = Math.min(1, ((bar.to === null ? now : millisOf(bar.to)) - from) / length)
  // What began just now still shows within the lane.
  return { left: `min(${start * 100}%, calc(100% - 4px))`, width: `${Math.max(0, end - start) * 100}%` }
}

const sumWords = ({ down_s: down, degraded_s: degraded }: Lane): string =>
  [down > 0 ? `${durationText(down)} down` : '', degraded > 0 ? `${durationText(degraded)} degraded` : '']
    .filter((part) => part !== '')
    .join(', ')

/** One lane. Its bars are gone through with the arrow keys and opened with Enter; what is chosen is told in words. */
const LaneRow = ({ lane, place, tell }: Readonly<{ lane: Lane; place: Place; tell: (words: string) => void }>) => {
  const go = useGo()
  const id = useId()
  const [chosen, setChosen] = useState(-1)
  const bars = barsOf(lane, place.now)
  const open = (bar: DrawnBar): void => go(addressOf(bar))
  const choose = (to: number): void => {
    const bar = bars[to]
    if (!bar) return
    setChosen(to)
    tell(`${lane.subject.title}. ${bar.words}`)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowRight: chosen + 1, ArrowLeft: chosen - 1, Home: 0, End: bars.length - 1 }[event.key]
    const bar = bars[chosen]
    if (to !== undefined) choose(Math.min(bars.length - 1, Math.max(0, to)))
    else if (event.key === 'Enter' && bar) open(bar)
    else return
    event.preventDefault()
  }
  const onClick = ({ target }: MouseEvent): void => {
    const bar = target instanceof HTMLElement ? bars[Number(target.dataset['index'] ?? -1)] : undefined
    if (bar) open(bar)
  }
  return (
    <div className={classes['lane']}>
      <div className={classes['name']}>
        <RecordLink to={lane.subject} withIcon={lane.subject.kind !== 'service'} />
        <span className="rv-dim rv-small">{sumWords(lane)}</span>
      </div>
      <div
        className={classes['track']}
        tabIndex={0}
        role="listbox"
        aria-label={`${lane.subject.title}: arrow keys go from bar to bar, Enter opens`}
        {...(chosen >= 0 ? { 'aria-activedescendant': `${id}-${chosen}` } : {})}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onBlur={() => setChosen(-1)}
      >
        {bars.map((bar, index) => (
          <Tooltip key={bar.key} label={bar.words} w={300} multiline openDelay={80}>
            <span
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              aria-label={bar.words}
              className={classes['bar']}
              data-look={bar.look}
              data-chosen={index === chosen || undefined}
              style={placeOf(bar, place)}
              data-index={index}
            />
          </Tooltip>
        ))}
      </div>
    </div>
  )
}

const legend = [
  { look: 'down', word: 'Down' },
  { look: 'degraded', word: 'Degraded' },
  { look: 'work', word: 'Maintenance' },
  { look: 'correction', word: 'Correction: does not count against the provider' },
] as const

/** Outages, planned work and corrections along time, a lane for each service or component. */
export const Lanes = ({ timeline }: Readonly<{ timeline: Timeline }>) => {
  const [words, setWords] = useState('')
  const from = millisOf(timeline.from)
  const length = Math.max(1, millisOf(timeline.to) - from)
  const place: Place = { from, length, now: millisOf(timeline.as_of) }
  return (
    <div className={classes['timeline']}>
      <div className={classes['axis']} aria-hidden>
        <span />
        <div className={classes['days']}>
          {ticks(from, from + length).map((tick) => (
            <span key={tick.at} style={{ left: `${((tick.at - from) / length) * 100}%` }}>
              {tick.text}
            </span>
          ))}
        </div>
      </div>
      {timeline.lanes.map((lane) => (
        <LaneRow key={lane.subject.id} lane={lane} place={place} tell={setWords} />
      ))}
      <p className={classes['words']} role="status">
        {words}
      </p>
      <div className={classes['legend']} aria-label="What the bars mean" role="group">
        {legend.map(({ look, word }) => (
          <span key={look}>
            <i className={classes['bar']} data-look={look} aria-hidden /> {word}
          </span>
        ))}
      </div>
    </div>
  )
}
