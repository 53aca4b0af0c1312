import { useEffect, useState } from 'react'
import { agoText, exactText, momentText } from '../fields/format.ts'

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
  return <>{Math.abs(Date.parse(at) - now) < month ? agoText(at, now) : momentText(at)}</>
}

/** A moment: in words when it is near and `ago` is asked for, else as date and time; in full with UTC on hover. */
export const Moment = ({ at, ago = false }: Readonly<{ at: string; ago?: boolean }>) => (
  <time dateTime={at} title={exactText(at)}>
    {ago ? <Ago at={at} /> : momentText(at)}
  </time>
)
