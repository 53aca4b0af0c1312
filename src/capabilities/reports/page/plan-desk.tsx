import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../platform/page/api.ts'
import { dayText, momentText, numberText } from '../../../platform/page/fields/format.ts'
import { Chart } from '../../../platform/page/kit/chart.tsx'
import { type Column, DataTable } from '../../../platform/page/kit/data-table.tsx'
import { HowMade } from '../../../platform/page/kit/figure.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { Spark } from '../../../platform/page/kit/spark.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { GroupRow, PlanDesk } from '../model/desks.ts'
import { keptSeries, Line, lowest, volumeSeries } from './desk-parts.tsx'
import { Calm, Headline, More, NamedList, PartsBar, Sentences, ShareCell } from './parts.tsx'
import { PeriodPicker, usePeriod } from './period-picker.tsx'
import deskClasses from './desks.module.css'
import classes from './reports.module.css'
import { madeOf, shareWords } from './words.ts'

/** Volumes, promises, contracts and needs of the portfolio over months. */
const Plan = () => {
  const [period, setPeriod] = usePeriod()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['desk', 'plan', period ?? ''],
    queryFn: async ({ signal }) => api.get<PlanDesk>('/desks/plan', { period }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  return (
    <Page title="Portfolio" right={data && <PeriodPicker value={data.period.text} today={data.as_of.slice(0, 10)} onChange={setPeriod} />}>
      {isPending ? <Waiting lines={10} /> : error ? <Failure error={error} again={() => void refetch()} /> : <Desk desk={data} />}
    </Page>
  )
}

export const Groups = ({ caption, rows, short = false }: Readonly<{ caption: string; rows: readonly GroupRow[]; short?: boolean }>) => (
  <DataTable<GroupRow>
    caption={caption}
    rows={rows}
    keyOf={(row, index) => `${row.name ?? ''} ${index}`}
    columns={(
      [
        {
          label: caption,
          cell: (row) =>
            row.record ? (
              <RecordLink to={row.record} />
            ) : (
              <To to={row.list} className="rv-link">
                {row.label}
              </To>
            ),
          text: (row) => row.label,
        },
        { label: 'Services', align: 'right', cell: (row) => numberText(row.services), text: (row) => row.services },
        {
          label: 'Opened',
          align: 'right',
          cell: (row) => (
            <To to={row.list} className="rv-link">
              {numberText(row.opened)}
            </To>
          ),
          text: (row) => row.opened,
        },
        { label: 'Before', align: 'right', cell: (row) => numberText(row.previous_opened), text: (row) => row.previous_opened },
        { label: 'Open', align: 'right', cell: (row) => numberText(row.open), text: (row) => row.open },
        {
          label: 'Promises kept',
          cell: (row) => <ShareCell reached={row.reached} target={null} judged={false} />,
          text: (row) => row.reached.share,
        },
        {
          label: 'Months',
          cell: (row) => (
            <div style={{ width: 84 }}>
              <Spark
                values={row.months.map((month) => month.opened)}
                words={`Opened by month, ${row.label}: ${row.months.map((month) => month.opened).join(', ')}`}
              />
            </div>
          ),
          text: (row) => row.months.map((month) => month.opened).join(' '),
        },
      ] satisfies readonly Column<GroupRow>[]
    ).filter((column) => !short || (column.label !== 'Months' && column.label !== 'Before'))}
  />
)

const Desk = ({ desk }: Readonly<{ desk: PlanDesk }>) => {
  const volumes = useMemo(() => volumeSeries(desk.months), [desk.months])
  const kept = useMemo(() => keptSeries(desk.months), [desk.months])
  const made = madeOf(desk.made)
  return (
    <div className={classes['column']}>
      <div className={deskClasses['told']}>
        {desk.calm ? <Calm>{desk.sentence}</Calm> : <Headline text={desk.sentence} sentences={desk.sentences} />}
        <Sentences items={desk.sentences.filter((one) => one.text !== desk.sentence)} />
      </div>
      <div className={classes['even']}>
        <Panel title="Volumes" right={<HowMade label="Volumes" made={made} />}>
          <Chart title="Incidents by month" sentence="Opened and resolved by month." series={volumes} height={180} min={0} />
        </Panel>
        <Panel title="Promises kept" right={<HowMade label="Promises kept" made={made} />}>
          <Chart
            title="Promises kept by month"
            sentence="Share of clocks that kept their promise, by month."
            series={kept}
            height={180}
            min={lowest(desk.months)}
            max={1}
            format={shareWords}
          />
        </Panel>
      </div>
      <Panel flush title={`By kind of service, ${desk.period.label}`}>
        <Groups caption="Kind of service" rows={desk.by_kind} />
      </Panel>
      <div className={classes['even']}>
        <div className={classes['column']}>
          <Panel flush title={`By unit, ${desk.period.label}`}>
            <Groups caption="Unit" rows={desk.by_unit} short />
          </Panel>
          <Panel title="How services are delivered">
            <PartsBar
              label="How services are delivered"
              parts={desk.sourcing.map((one) => ({
                key: one.name ?? 'none',
                label: one.label,
                share: one.share,
                value: `${numberText(one.services)} services`,
                note: `${numberText(one.opened)} incidents`,
                to: one.list,
              }))}
            />
          </Panel>
        </div>
        <div className={classes['column']}>
          <Panel flush title="Contracts by notice" right={<More to="/contracts/notice">Next 12 months</More>}>
            {desk.contracts.length === 0 ? (
              <p className="rv-pad rv-dim">No contract has a last day for notice ahead.</p>
            ) : (
              <ul className={classes['rows']}>
                {desk.contracts.slice(0, 6).map((one) => (
                  <Line
                    key={one.contract.id}
                    tone={one.tone}
                    title={one.contract.title}
                    text={one.text}
                    side={one.notice_by && <span className="rv-dim">{dayText(one.notice_by)}</span>}
                    to={`/contracts/${one.contract.ref}`}
                  />
                ))}
              </ul>
            )}
          </Panel>
          <Panel
            title={`Needs: ${numberText(desk.needs.met)} met, ${numberText(desk.needs.unmet)} not`}
            right={<More to="/needs/gaps">Gaps</More>}
          >
            <NamedList
              items={desk.needs.unmet_items.slice(0, 6)}
              empty="Every need is met by a service."
              right={(_, index) => <span className="rv-dim rv-small">{desk.needs.unmet_items[index]?.unit?.title ?? ''}</span>}
            />
            {desk.needs.services_without_need.length > 0 && (
              <p className="rv-small rv-dim" style={{ margin: '8px 0 0' }}>
                {desk.needs.services_without_need.length === 1
                  ? 'One service meets'
                  : `${numberText(desk.needs.services_without_need.length)} services meet`}{' '}
                no stated need.
              </p>
            )}
          </Panel>
        </div>
      </div>
      <p className={classes['asOf']}>As of {momentText(desk.as_of)}</p>
    </div>
  )
}

export default Plan
