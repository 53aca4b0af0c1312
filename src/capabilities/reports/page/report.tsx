import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, base, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { dayText, momentText } from '../../../platform/page/fields/format.ts'
import { Icon } from '../../../platform/page/kit/icon.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { FieldGroups } from '../../../platform/page/record/groups.tsx'
import type { ReportFacts } from '../model/facts.ts'
import { Line } from './desk-parts.tsx'
import { FactTile } from './fact-figure.tsx'
import { Sentences } from './parts.tsx'
import { ReportDays, ReportHands, ReportParts, ReportTimes } from './report-figures.tsx'
import { ReportMajors, ReportPromises, ReportWorst } from './report-promises.tsx'
import classes from './reports.module.css'
import { addDays } from '../../../kernel/instant.ts'

const Meta = ({ facts }: Readonly<{ facts: ReportFacts }>) => (
  <div className={classes['meta']}>
    <span>
      Service <RecordLink to={facts.service} />
    </span>
    {facts.service.owner && (
      <span>
        Owner <RecordLink to={facts.service.owner} />
      </span>
    )}
    {facts.service.unit && (
      <span>
        Provided by <RecordLink to={facts.service.unit} />
      </span>
    )}
    <span>
      {dayText(facts.period.first)} to {dayText(addDays(facts.period.next, -1))}, {facts.period.time_zone}
    </span>
    <span>Facts as of {momentText(facts.as_of)}</span>
  </div>
)

const Ways = ({ facts }: Readonly<{ facts: ReportFacts }>) => (
  <Group gap={6} className="rv-no-print">
    <Button
      component="a"
      href={`${base}/reports/${facts.report.ref}/pdf`}
      variant="default"
      leftSection={<Icon name="file-text" size={14} />}
    >
      PDF
    </Button>
    <Button component="a" href={`${base}/reports/${facts.report.ref}/html`} target="_blank" variant="default">
      HTML
    </Button>
    <Button component="a" href={`${base}/reports/${facts.report.ref}/facts`} target="_blank" variant="default">
      JSON
    </Button>
    <Button variant="default" onClick={() => window.print()}>
      Print
    </Button>
  </Group>
)

/** A report as a page for a manager: what changed and why, what to do, then the figures, each opening its records. */
const Report = ({ kind, record, may }: RecordScreenProps) => {
  const {
    data: facts,
    error,
    isPending,
    refetch,
  } = useQuery({
    queryKey: keys.about(record.id, 'facts'),
    queryFn: async ({ signal }) => api.get<ReportFacts>(`/reports/${record.ref}/facts`, undefined, signal),
    staleTime: 60_000,
  })
  if (isPending) return <Waiting lines={12} />
  if (error) return <Failure error={error} again={() => void refetch()} />
  const { ref } = facts.report
  return (
    <div className={classes['column']}>
      <div className={classes['top']}>
        <Meta facts={facts} />
        <Ways facts={facts} />
      </div>
      <Text size="sm" c="dimmed" component="div">
        {facts.frozen ? (
          <ToneBadge tone="good">Frozen as issued</ToneBadge>
        ) : (
          <ToneBadge tone="info">Draft: figures are read anew until it is issued</ToneBadge>
        )}
        {!facts.period.over && <> {facts.period.label} is not over yet.</>}
      </Text>
      {facts.frozen ? (
        facts.report.foreword && <p className={classes['foreword']}>{facts.report.foreword}</p>
      ) : (
        <div className={facts.report.foreword ? '' : 'rv-no-print'}>
          <FieldGroups kind={{ ...kind, layout: [{ title: 'Foreword', fields: ['foreword'] }] }} record={record} may={may} />
        </div>
      )}
      <Panel title="In short">
        <Sentences items={facts.summary} big />
      </Panel>
      {facts.actions.length > 0 && (
        <Panel flush title="To do or decide">
          <ul className={classes['rows']}>
            {facts.actions.map((one) => (
              <Line key={one.text} tone={one.tone} title={one.text} to={one.to} />
            ))}
          </ul>
        </Panel>
      )}
      <div className={classes['tiles']}>
        {Object.values(facts.volumes).map((figure) => (
          <FactTile key={figure.key} report={ref} figure={figure} />
        ))}
        <FactTile report={ref} figure={facts.reassignments.total} />
        <FactTile report={ref} figure={facts.reassignments.often} />
      </div>
      <ReportPromises facts={facts} />
      <ReportDays facts={facts} />
      <div className={classes['even']}>
        <ReportWorst facts={facts} />
        <ReportMajors facts={facts} />
      </div>
      <ReportTimes facts={facts} />
      <ReportHands facts={facts} />
      <div className={classes['even']}>
        <ReportParts title="By priority" report={ref} parts={facts.by_priority} />
        <ReportParts title="By category" report={ref} parts={facts.by_category} />
        <ReportParts title="By channel" report={ref} parts={facts.by_channel} />
      </div>
    </div>
  )
}

export default Report
