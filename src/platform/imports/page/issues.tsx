import { Button, SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../page/api.ts'
import { numberText } from '../../page/fields/format.ts'
import { DataTable } from '../../page/kit/data-table.tsx'
import { complain } from '../../page/kit/notify.tsx'
import { Panel } from '../../page/kit/panel.tsx'
import { ToneBadge } from '../../page/kit/state-badge.tsx'
import classes from './imports.module.css'
import type { Issue, RunPage } from './shapes.ts'

const severities = [
  { value: 'all', label: 'All' },
  { value: 'refused', label: 'Refused' },
  { value: 'warning', label: 'Warnings' },
]

/** What is wrong with the source: file, line, field, rule and what to do. */
export const Issues = ({ run }: Readonly<{ run: RunPage }>) => {
  const [more, setMore] = useState<Readonly<{ items: readonly Issue[]; next: number | null }> | null>(null)
  const [busy, setBusy] = useState(false)
  const [severity, setSeverity] = useState('all')
  const next = more ? more.next : run.issues_next
  const all = [...run.issues, ...(more?.items ?? [])]
  const rows = all.filter((issue) => severity === 'all' || issue.severity === severity)
  const rules = Object.entries(run.summary?.rules ?? {}).toSorted((a, b) => b[1] - a[1])
  const fetchMore = async (): Promise<void> => {
    setBusy(true)
    try {
      const page = await api.get<RunPage>(`/imports/${run.id}`, { after: next, limit: 500 })
      setMore({ items: [...(more?.items ?? []), ...page.issues], next: page.issues_next })
    } catch (error) {
      complain(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Panel
      flush
      title="What is wrong with the lines"
      right={<SegmentedControl aria-label="Show" value={severity} onChange={setSeverity} data={severities} />}
    >
      {rules.length > 0 && (
        <Text size="xs" c="dimmed" className="rv-pad">
          {rules
            .slice(0, 8)
            .map(([rule, count]) => `${rule.replaceAll('_', ' ')}: ${numberText(count)}`)
            .join(' · ')}
        </Text>
      )}
      <DataTable<Issue>
        caption="What is wrong with the lines"
        rows={rows}
        keyOf={(issue) => String(issue.number)}
        empty="None of these."
        columns={[
          {
            label: 'Outcome',
            cell: (issue) => (
              <span className={classes['whole']}>
                <ToneBadge tone={issue.severity === 'refused' ? 'bad' : 'warn'}>
                  {issue.severity === 'refused' ? 'Refused' : 'Warning'}
                </ToneBadge>
              </span>
            ),
            text: (issue) => issue.severity,
          },
          {
            label: 'Place',
            cell: (issue) => (
              <span className={classes['place']}>
                {[issue.file, issue.line].filter((part) => part !== null && part !== undefined).join(':') || '–'}
              </span>
            ),
            text: (issue) => [issue.file, issue.line].filter(Boolean).join(':'),
          },
          { label: 'Field', cell: (issue) => issue.path ?? '–' },
          { label: 'Rule', cell: (issue) => issue.rule.replaceAll('_', ' '), text: (issue) => issue.rule },
          { label: 'What is wrong', cell: (issue) => issue.message },
        ]}
      />
      {next !== null && (
        <div className="rv-pad">
          <Button variant="default" loading={busy} onClick={() => void fetchMore()}>
            More
          </Button>
        </div>
      )}
    </Panel>
  )
}
