import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { millisOf } from '../../../kernel/instant.ts'
import { api } from '../../../platform/page/api.ts'
import { momentText } from '../../../platform/page/fields/format.ts'
import { Chart } from '../../../platform/page/kit/chart.tsx'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { SteerDesk } from '../model/desks.ts'
import { Figure, keptSeries, lowest, volumeSeries } from './desk-parts.tsx'
import { Calm, Headline, Sentences } from './parts.tsx'
import { PeriodPicker, usePeriod } from './period-picker.tsx'
import { Heat, inUse, type Standing } from './steer-heat.tsx'
import { Majors, majorsList, Needs, Suppliers } from './steer-panels.tsx'
import deskClasses from './desks.module.css'
import classes from './reports.module.css'
import { madeOf, shareWords } from './words.ts'

/** How the whole portfolio stands: services by kind and weight, needs, dependence on suppliers, what went badly wrong. */
const Steer = () => {
  const [period, setPeriod] = usePeriod()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['desk', 'steer', period ?? ''],
    queryFn: async ({ signal }) => api.get<SteerDesk>('/desks/steer', { period }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  return (
    <Page title="Overview" right={data && <PeriodPicker value={data.period.text} today={data.as_of.slice(0, 10)} onChange={setPeriod} />}>
      {isPending ? <Waiting lines={10} /> : error ? <Failure error={error} again={() => void refetch()} /> : <Desk desk={data} />}
    </Page>
  )
}

const monthWords = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' })
const points = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1, signDisplay: 'exceptZero' })

/** Promises kept in the last month of the year shown, and how far that is from the month before. */
const lastKept = (months: SteerDesk['months']): Readonly<{ value: string; label: string; change: string | null }> | null => {
  const last = months.at(-1)
  const before = months.at(-2)
  if (!last || last.share === null) return null
  const change = before && before.share !== null ? `${points.format((last.share - before.share) * 100)} pt` : null
  return { value: shareWords(last.share), label: monthWords.format(millisOf(`${last.period}-01T00:00:00Z`)), change }
}

const Strip = ({ desk }: Readonly<{ desk: SteerDesk }>) => {
  const { counts, needs, majors } = desk
  const kept = lastKept(desk.months)
  const open = majors.filter((one) => one.resolved_at === null).length
  const services = (state: Standing): string => `/desk/services?period=${desk.period.text}&state=${state}`
  return (
    <div className={deskClasses['strip']} role="group" aria-label="The portfolio in figures">
      <Figure value={counts.services} word="services" to={inUse('/services')} />
      <Figure value={counts.missing} word="miss their promise" tone="bad" to={services('missing')} />
      <Figure value={counts.will_miss} word="will miss it" tone="warn" to={services('will_miss')} />
      <Figure value={counts.keeping} word="keep it" tone="good" to={services('keeping')} />
      <Figure value={counts.none} word="without promise" tone="muted" to={services('none')} />
      <Figure value={needs.unmet} word="needs not met" tone="warn" to="/needs/gaps" />
      <Figure
        value={majors.length}
        word={majors.length === 1 ? 'major incident' : 'major incidents'}
        note={open > 0 ? `${open} open` : '90 days'}
        tone={open > 0 ? 'bad' : 'muted'}
        to={majorsList(desk.as_of)}
      />
      {kept && <Figure value={kept.value} word={`kept in ${kept.label}`} note={kept.change} />}
    </div>
  )
}

const Desk = ({ desk }: Readonly<{ desk: SteerDesk }>) => {
  const [shown, show] = useState<Standing | null>(null)
  const volumes = useMemo(() => volumeSeries(desk.months), [desk.months])
  const kept = useMemo(() => keptSeries(desk.months), [desk.months])
  const made = madeOf(desk.made)
  return (
    <div className={classes['column']}>
      <div className={deskClasses['told']}>
        {desk.calm ? <Calm>{desk.sentence}</Calm> : <Headline text={desk.sentence} sentences={desk.sentences} />}
        <Sentences items={desk.sentences.filter((one) => one.text !== desk.sentence)} />
      </div>
      <Strip desk={desk} />
      <div className={deskClasses['pair']}>
        <Panel flush title="Services by kind and criticality" right={<HowMade label="Services by kind and criticality" made={made} />}>
          <Heat cells={desk.matrix} shown={shown} period={desk.period.text} show={show} />
        </Panel>
        <Panel title="Twelve months">
          <div className={classes['column']}>
            <Chart
              title="Promises kept by month"
              sentence="Promises kept, over all services"
              series={kept}
              height={128}
              min={lowest(desk.months)}
              max={1}
              format={shareWords}
            />
            <Chart title="Incidents by month" sentence="Incidents" series={volumes} height={152} min={0} />
          </div>
        </Panel>
      </div>
      <div className={deskClasses['three']} data-two={desk.majors.length === 0}>
        <div className={deskClasses['first']}>
          <Majors majors={desk.majors} asOf={desk.as_of} />
          <Needs needs={desk.needs} />
        </div>
        <Suppliers suppliers={desk.suppliers} asOf={desk.as_of} />
      </div>
      <p className={classes['asOf']}>As of {momentText(desk.as_of)}</p>
    </div>
  )
}

export default Steer
