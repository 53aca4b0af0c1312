import { useEffect, useState } from 'react'
import { agoText, dateText, exactText, momentText } from '../fields/format.ts'

let ticking: ReturnType<typeof setInterval> | undefined
const watchers = new Set<() => void>()

/** The time of day to the minute, shared by every moment on the page. */
const useMinute = (): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const tick = (): void => setNow(Date.now())
    watchers.add(tick)
    ticking ??= setInterval(() => {
      for (const watcher of watchers) watcher()
    }, 60_000)
    return () => {
      watchers.delete(tick)
      if (watchers.size === 0) {
        clearInterval(ticking)
        ticking = undefined
      }
    }
  }, [])
  return now
}

const month = 30 * 86_400_000

const Ago = ({ at }: Readonly<{ at: string }>) => {
  const now = useMinute()
  return <>{Math.abs(Date.parse(at) - now) < month ? agoText(at, now) : dateText(at)}</>
}

/** A moment as date and time; with `ago` in words when it is near, and as its date when it is not. In full with UTC on hover. */
export const Moment = ({ at, ago = false }: Readonly<{ at: string; ago?: boolean }>) => (
  <time dateTime={at} title={exactText(at)}>
    {ago ? <Ago at={at} /> : momentText(at)}
  </time>
)
