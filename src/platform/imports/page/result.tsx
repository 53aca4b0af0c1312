import { Text } from '@mantine/core'
import { numberText } from '../../page/fields/format.ts'
import { DataTable } from '../../page/kit/data-table.tsx'
import { Panel } from '../../page/kit/panel.tsx'
import { kindNamed } from '../../page/registry/kinds.ts'
import { type Summary } from './shapes.ts'

const noteWords: Readonly<Record<string, string>> = {
  events: 'events read',
  equal_times: 'events at the same moment as another',
  times_going_back: 'events dated before an earlier line',
}

/** What would happen, or happened, kind by kind. */
export const Result = ({ summary, done }: Readonly<{ summary: Summary; done: boolean }>) => {
  const notes = Object.entries(summary.notes).filter(([, count]) => count > 0)
  return (
    <Panel flush title={done ? 'What was written' : 'What would be written'}>
      <DataTable
        caption={done ? 'What was written' : 'What would be written'}
        rows={Object.entries(summary.kinds)}
        keyOf={([kind]) => kind}
        empty="No records were found in the files."
        columns={[
          { label: 'Kind', cell: ([kind]) => kindNamed(kind)?.labels ?? kind, text: ([kind]) => kind },
          { label: 'New', align: 'right', cell: ([, counts]) => numberText(counts.new), text: ([, counts]) => counts.new },
          { label: 'Changed', align: 'right', cell: ([, counts]) => numberText(counts.changed), text: ([, counts]) => counts.changed },
          { label: 'Same', align: 'right', cell: ([, counts]) => numberText(counts.same), text: ([, counts]) => counts.same },
          {
            label: 'Refused',
            align: 'right',
            cell: ([, counts]) => (counts.refused > 0 ? <b>{numberText(counts.refused)}</b> : '0'),
            text: ([, counts]) => counts.refused,
          },
        ]}
      />
      {(notes.length > 0 || summary.refused > 0 || summary.warnings > 0) && (
        <Text size="xs" c="dimmed" className="rv-pad">
          {[
            summary.refused > 0 ? `${numberText(summary.refused)} refused` : '',
            summary.warnings > 0 ? (summary.warnings === 1 ? '1 warning' : `${numberText(summary.warnings)} warnings`) : '',
            ...notes.map(([name, count]) => `${numberText(count)} ${noteWords[name] ?? name.replaceAll('_', ' ')}`),
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </Text>
      )}
    </Panel>
  )
}
