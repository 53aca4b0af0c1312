import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { formatDuration } from '../../../kernel/duration.ts'
import { api } from '../../../platform/page/api.ts'
import { momentText, numberText } from '../../../platform/page/fields/format.ts'
import { Chart } from '../../../platform/page/kit/chart.tsx'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { SteerDesk } from '../model/desks.ts'
import { Count, keptSeries, Line, lowest } from './desk-parts.tsx'
import { Calm, choiceText, More, NamedList, Sentences } from './parts.tsx'
import { PeriodPicker, usePeriod } from './period-picker.tsx'
import deskClasses from './desks.module.css'
import classes from './reports.module.css'
import { madeOf, shareWords, signOf } from './words.ts'

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

type Cell = SteerDesk['matrix'][number]
const columns = ['vital', 'high', 'medium', 'low'] as const

const Standing = ({ cell }: Readonly<{ cell: Cell }>) => {
  const words = [
    ['bad', cell.missing, 'missing'],
    ['warn', cell.will_miss, 'will miss'],
    ['good', cell.keeping, 'keeping'],
    ['muted', cell.none, 'no promise'],
  ] as const
  const shown = words.filter(([, count]) => count > 0)
  return (
    <To to={cell.list} className={deskClasses['cell'] ?? ''}>
      {shown.map(([tone, count, word]) => (
        <span key={word} title={word}>
          <span className={classes['sign']} data-tone={tone} aria-hidden>
            {signOf[tone]}
          </span>
          {count}
          <span className="rv-hidden"> {word} </span>
        </span>
      ))}
    </To>
  )
}

const Matrix = ({ cells }: Readonly<{ cells: readonly Cell[] }>) => {
  const kinds = [...new Map(cells.map((cell) => [cell.service_kind, cell.label]))]
  const shown = [...columns, ...(cells.some((cell) => cell.criticality === null) ? [null] : [])]
  return (
    <div className={classes['scroll']} tabIndex={0} role="group" aria-label="Services by kind and criticality">
      <table className={deskClasses['matrix']}>
        <caption className="rv-hidden">Services by kind and criticality: how they stand with their promises</caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            {shown.map((one) => (
              <th key={one ?? 'none'} scope="col">
                {one === null ? 'Not rated' : choiceText('service', 'criticality', one)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map(([kind, label]) => (
            <tr key={kind}>
              <th scope="row">{label}</th>
              {shown.map((one) => {
                const cell = cells.find((found) => found.service_kind === kind && found.criticality === one)
                return (
                  <td key={one ?? 'none'}>{cell && cell.services > 0 ? <Standing cell={cell} /> : <span className="rv-dim">–</span>}</td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const Desk = ({ desk }: Readonly<{ desk: SteerDesk }>) => {
  const kept = useMemo(() => keptSeries(desk.months), [desk.months])
  const { counts, suppliers } = desk
  return (
    <div className={classes['column']}>
      <div>
        {desk.calm ? <Calm>{desk.sentence}</Calm> : <p className={classes['headline']}>{desk.sentence}</p>}
        <Sentences items={desk.sentences.filter((one) => one.text !== desk.sentence)} />
      </div>
      <div className={classes['counts']}>
        <Count value={counts.services} word="services" to="/services?phase=active" />
        <Count value={counts.missing} word="miss their promise" tone="bad" />
        <Count value={counts.will_miss} word="will miss it" tone="warn" />
        <Count value={counts.keeping} word="keep it" tone="good" />
        <Count value={counts.none} word="without promise" />
        <Count value={desk.needs.unmet} word="needs not met" tone="warn" to="/needs/gaps" />
      </div>
      <div className={classes['even']}>
        <Panel
          flush
          title="Services by kind and criticality"
          right={
            <span className="rv-dim rv-small">
              ▲ missing ◆ will miss ✓ keeping ○ no promise <HowMade label="Services by kind and criticality" made={madeOf(desk.made)} />
            </span>
          }
        >
          <Matrix cells={desk.matrix} />
        </Panel>
        <Panel title="Promises kept, month by month">
          <Chart
            title="Promises kept by month"
            sentence="Share of clocks that kept their promise, over all services."
            series={kept}
            height={200}
            min={lowest(desk.months)}
            max={1}
            format={shareWords}
          />
        </Panel>
        <Panel flush title="Major incidents" right={<More to="/incidents?major=true&sort=-opened_at" />}>
          {desk.majors.length === 0 ? (
            <p className="rv-pad rv-dim">None in {desk.period.label}.</p>
          ) : (
            <ul className={classes['rows']}>
              {desk.majors.map((one) => (
                <Line
                  key={one.ticket.id}
                  tone={one.resolved_at ? 'neutral' : 'bad'}
                  title={one.ticket.title}
                  text={one.text}
                  side={
                    <>
                      <b>{one.wall_s === null ? 'open' : formatDuration(one.wall_s, { days: true })}</b>
                      <span className="rv-dim">{momentText(one.opened_at)}</span>
                    </>
                  }
                  to={`/incidents/${one.ticket.ref}`}
                />
              ))}
            </ul>
          )}
        </Panel>
        <div className={classes['column']}>
          <Panel
            flush
            title="Dependence on suppliers"
            right={
              <HowMade
                label="Dependence on suppliers"
                made={{
                  formula:
                    'Herfindahl-Hirschman index: the sum of the squared shares of services that each supplier delivers; 1 is one supplier for all.',
                  inputs: [{ label: 'Index', value: suppliers.index === null ? 'no supplier' : suppliers.index.toFixed(2) }],
                  asOf: momentText(desk.as_of),
                }}
              />
            }
          >
            <p className="rv-pad">{suppliers.text}</p>
            <DataTable
              caption="Suppliers by services"
              rows={suppliers.items.slice(0, 6)}
              keyOf={(one) => one.supplier.id}
              empty="No service names a supplier."
              columns={[
                { label: 'Supplier', cell: (one) => <RecordLink to={one.supplier} withIcon />, text: (one) => one.supplier.title },
                {
                  label: 'Services',
                  align: 'right',
                  cell: (one) => (
                    <To to={one.list} className="rv-link">
                      {numberText(one.services)}
                    </To>
                  ),
                  text: (one) => one.services,
                },
                { label: 'Vital', align: 'right', cell: (one) => numberText(one.vital), text: (one) => one.vital },
                { label: 'Share', align: 'right', cell: (one) => shareWords(one.share), text: (one) => one.share },
              ]}
            />
          </Panel>
          <Panel
            title={`Needs: ${numberText(desk.needs.met)} met, ${numberText(desk.needs.unmet)} not`}
            right={<More to="/needs/gaps">Gaps</More>}
          >
            <NamedList
              items={desk.needs.unmet_items.slice(0, 5)}
              empty="Every need is met by a service."
              right={(_, index) => <span className="rv-dim rv-small">{desk.needs.unmet_items[index]?.unit?.title ?? ''}</span>}
            />
          </Panel>
        </div>
      </div>
      <p className={classes['asOf']}>As of {momentText(desk.as_of)}</p>
    </div>
  )
}

export default Steer
