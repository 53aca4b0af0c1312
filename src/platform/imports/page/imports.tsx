import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../page/api.ts'
import { numberText, sizeText } from '../../page/fields/format.ts'
import { DataTable } from '../../page/kit/data-table.tsx'
import { Empty } from '../../page/kit/empty.tsx'
import { Icon } from '../../page/kit/icon.tsx'
import { Moment } from '../../page/kit/moment.tsx'
import { Page } from '../../page/kit/page.tsx'
import { Panel } from '../../page/kit/panel.tsx'
import { ToneBadge } from '../../page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../page/kit/waiting.tsx'
import classes from './imports.module.css'
import { useReaderLabels } from './readers.ts'
import { type RunLine, standingOf, totals } from './shapes.ts'

type Answer = Readonly<{ items: readonly RunLine[]; next: string | null }>

const NewButton = () => (
  <Button component={Link} to="/imports/new" leftSection={<Icon name="upload" size={14} />}>
    New import
  </Button>
)

/** What was brought in, the newest first. */
const Imports = () => {
  const query = useInfiniteQuery({
    queryKey: ['imports'],
    queryFn: async ({ pageParam, signal }) => api.get<Answer>('/imports', { limit: 50, after: pageParam || undefined }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const labels = useReaderLabels()
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title="Imports" right={rows.length > 0 && <NewButton />}>
      {query.isPending ? (
        <Waiting />
      ) : query.error ? (
        <Failure error={query.error} again={() => void query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon="upload" title="Nothing imported yet" actions={<NewButton />}>
          Bring in services from a Backstage catalogue, incidents from a ServiceNow log, or any records from CSV and Excel. Files are
          checked first; an import can be undone.
        </Empty>
      ) : (
        <Panel flush>
          <DataTable<RunLine>
            caption="Imports"
            rows={rows}
            keyOf={(run) => run.id}
            columns={[
              {
                label: 'Source',
                cell: (run) => (
                  <Link to={`/imports/${run.id}`} className="rv-link">
                    {run.source}
                  </Link>
                ),
                text: (run) => run.source,
              },
              { label: 'Read as', cell: (run) => labels.get(run.reader) ?? run.reader, text: (run) => run.reader },
              {
                label: 'State',
                cell: (run) => (
                  <span className={classes['whole']}>
                    <ToneBadge tone={standingOf(run).tone} title={standingOf(run).meaning}>
                      {standingOf(run).word}
                    </ToneBadge>
                  </span>
                ),
                text: (run) => run.state,
              },
              { label: 'New', align: 'right', cell: (run) => numberText(totals(run.summary).new) },
              { label: 'Changed', align: 'right', cell: (run) => numberText(totals(run.summary).changed) },
              { label: 'Same', align: 'right', cell: (run) => numberText(totals(run.summary).same) },
              { label: 'Refused', align: 'right', cell: (run) => numberText(run.summary?.refused ?? 0) },
              {
                label: 'Files',
                cell: (run) =>
                  `${run.files.length === 1 ? (run.files[0]?.name ?? '') : `${run.files.length} files`}, ${sizeText(run.files.reduce((sum, file) => sum + file.size, 0))}`,
              },
              { label: 'By', cell: (run) => run.made_by_title ?? '–' },
              { label: 'When', cell: (run) => <Moment at={run.made_at} ago />, text: (run) => run.made_at },
            ]}
          />
        </Panel>
      )}
      {query.hasNextPage && (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Older
        </Button>
      )}
    </Page>
  )
}

export default Imports
