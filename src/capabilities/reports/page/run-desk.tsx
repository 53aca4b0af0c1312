import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../platform/page/api.ts'
import { dayText, momentText, numberText } from '../../../platform/page/fields/format.ts'
import { Chart } from '../../../platform/page/kit/chart.tsx'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { useGo } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { addressOf } from '../../../platform/page/registry/kinds.ts'
import { useCan, useSession } from '../../../platform/page/session/session.ts'
import type { RunDesk, ServiceStanding } from '../model/desks.ts'
import { Figure, keptSeries, Line, lowest, When } from './desk-parts.tsx'
import { Calm, More } from './parts.tsx'
import deskClasses from './desks.module.css'
import classes from './reports.module.css'
import { madeOf, ofText, shareWords } from './words.ts'

const openWork = 'phase=open,active,waiting'

const side = (one: ServiceStanding) => (
  <>
    {one.reached.share !== null && (
      <b>
        {shareWords(one.reached.share)}
        {one.target_share !== null && <span className="rv-dim"> / {shareWords(one.target_share)}</span>}
      </b>
    )}
    <span className="rv-dim">
      {one.missed_now > 0 ? `${numberText(one.missed_now)} missed` : one.next_due ? <When at={one.next_due.at} /> : ofText(one.reached)}
    </span>
  </>
)

/** Which of my services misses its promise, or will, by when; why; and what do I do now. */
const Run = () => {
  const session = useSession()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['desk', 'run'],
    queryFn: async ({ signal }) => api.get<RunDesk>('/desks/run', undefined, signal),
    refetchInterval: 60_000,
    staleTime: 15_000,
  })
  return (
    <Page
      title={`Good day, ${session.person.title.split(' ')[0] ?? ''}`}
      right={data && <span className="rv-dim rv-small">As of {momentText(data.as_of)}</span>}
    >
      {isPending ? <Waiting lines={10} /> : error ? <Failure error={error} again={() => void refetch()} /> : <Desk desk={data} />}
    </Page>
  )
}

const Desk = ({ desk }: Readonly<{ desk: RunDesk }>) => {
  const go = useGo()
  const can = useCan()
  const series = useMemo(() => keptSeries(desk.trend), [desk.trend])
  const { counts } = desk
  const services = (state: string): string => `/desk/services?state=${state}${desk.everything ? '' : '&of=mine'}`
  if (counts.services === 0)
    return (
      <Empty
        icon="apps"
        title="No services yet"
        actions={
          <>
            {can('service.create') && <Button onClick={() => go('/services/new')}>Create a service</Button>}
            {can('import.run') && (
              <Button variant="default" onClick={() => go('/imports/new')}>
                Import services or incidents
              </Button>
            )}
          </>
        }
      >
        This page shows which of your services miss their promises, why, and what to do. It needs services, an agreement and incidents.
      </Empty>
    )
  return (
    <div className={classes['column']}>
      {desk.calm ? <Calm>{desk.sentence}</Calm> : <p className={classes['headline']}>{desk.sentence}</p>}
      {desk.everything && (
        <p className={`${classes['none']} rv-small`}>
          No service names you, your team or your unit, so all services you may see are counted.
        </p>
      )}
      <div className={deskClasses['strip']} role="group" aria-label="My services and their open work">
        <Figure
          value={counts.missing}
          word={counts.missing === 1 ? 'misses its promise' : 'miss their promise'}
          tone="bad"
          to={services('missing')}
        />
        <Figure value={counts.will_miss} word="will miss it" tone="warn" to={services('will_miss')} />
        <Figure value={counts.keeping} word="keep it" tone="good" to={services('keeping')} />
        {counts.none > 0 && <Figure value={counts.none} word="without promise" to={services('none')} />}
        <Figure value={counts.open} word="open" to={`/incidents?${openWork}&sort=due_at`} />
        <Figure value={counts.missed_now} word="missed now" tone="bad" to={`/incidents?${openWork}&level_state=missed&sort=due_at`} />
        <Figure value={counts.at_risk} word="at risk" tone="warn" to={`/incidents?${openWork}&level_state=running&sort=due_at`} />
        <Figure
          value={desk.my_tickets.open}
          word="mine"
          note={desk.my_tickets.due_today > 0 ? `${desk.my_tickets.due_today} due today` : null}
          to={desk.my_tickets.list}
        />
      </div>
      <div className={deskClasses['runs']} data-longer={desk.services.length > desk.todo.length ? 'left' : 'right'}>
        <Panel flush title="Services that need somebody" right={<HowMade label="Services that need somebody" made={madeOf(desk.made)} />}>
          {desk.services.length === 0 ? (
            <p className="rv-pad rv-dim">None: every promise is kept and nothing comes due unattended.</p>
          ) : (
            <ul className={classes['rows']}>
              {desk.services.map((one) => (
                <Line
                  key={one.service.id}
                  tone={one.tone}
                  title={one.service.title}
                  text={one.text}
                  side={side(one)}
                  to={`/services/${one.service.ref}`}
                />
              ))}
            </ul>
          )}
        </Panel>
        <Panel flush title="To do" right={desk.more > 0 ? <span className="rv-dim rv-small">and {desk.more} more</span> : undefined}>
          {desk.todo.length === 0 ? (
            <p className="rv-pad rv-dim">Nothing waits for you.</p>
          ) : (
            <ul className={classes['rows']}>
              {desk.todo.map((one) => (
                <Line
                  key={`${one.kind} ${one.to} ${one.text}`}
                  tone={one.tone}
                  title={one.text}
                  text={one.record ? `${one.record.ref} ${one.record.title}` : undefined}
                  side={
                    one.due && (
                      <span className="rv-dim" title={one.due.length === 10 ? dayText(one.due) : momentText(one.due)}>
                        <When at={one.due} />
                      </span>
                    )
                  }
                  to={one.to || (one.record ? addressOf(one.record) : null)}
                />
              ))}
            </ul>
          )}
        </Panel>
        {desk.trend.some((one) => one.share !== null) && (
          <Panel title="Promises kept, month by month" right={<More to="/reports">Reports</More>}>
            <Chart
              title="Promises kept"
              sentence={`${desk.period.label} so far against the months before.`}
              series={series}
              height={150}
              min={lowest(desk.trend)}
              max={1}
              format={shareWords}
            />
          </Panel>
        )}
      </div>
    </div>
  )
}

export default Run
