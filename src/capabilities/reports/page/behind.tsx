import { Button, Group, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { api, type Links } from '../../../platform/page/api.ts'
import { FieldValue } from '../../../platform/page/fields/value.tsx'
import { DataTable } from '../../../platform/page/kit/data-table.tsx'
import { Figure } from '../../../platform/page/kit/figure.tsx'
import { LinksProvider, RecordLink } from '../../../platform/page/kit/links.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import { type AnyRecord, fieldOf } from '../../../platform/records/kind.ts'
import type { Figure as Fact } from '../model/figure.ts'
import { More } from './parts.tsx'
import classes from './reports.module.css'
import { figureText, madeOf } from './words.ts'
import { useParts } from '../../../platform/page/kit/address.ts'

type Answer = Readonly<{ figure: Fact; kind: string; items: readonly AnyRecord[]; links: Links; next: string | null; hidden: number }>

/** The records that a figure of a report counts, and how it was made. */
const Behind = () => {
  const { key = '', name = '' } = useParts()
  const query = useInfiniteQuery({
    queryKey: ['figure', key, name],
    queryFn: async ({ pageParam, signal }) =>
      api.get<Answer>(
        `/reports/${encodeURIComponent(key)}/figures/${encodeURIComponent(name)}`,
        { limit: 100, after: pageParam || undefined },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const [page] = query.data?.pages ?? []
  const title = page?.figure.label ?? 'Records behind a figure'
  return (
    <Page
      title={title}
      crumbs={[
        { label: 'Reports', to: '/reports' },
        { label: key, to: `/reports/${key}` },
      ]}
      wide
    >
      {query.isPending ? (
        <Waiting lines={10} />
      ) : query.error ? (
        <Failure error={query.error} again={() => void query.refetch()} />
      ) : page ? (
        <Records page={page} pages={query.data?.pages ?? []} />
      ) : null}
      {query.hasNextPage && (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          More
        </Button>
      )}
    </Page>
  )
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value)

const Records = ({ page, pages }: Readonly<{ page: Answer; pages: readonly Answer[] }>) => {
  const kind = kindNamed(page.kind)
  const rows = pages.flatMap((one) => one.items)
  const links = Object.assign({}, ...pages.map((one) => one.links)) as Links
  // What is the same in every line says nothing here.
  const varies = (name: string): boolean => rows.length < 2 || rows.some((row) => row[name] !== rows[0]?.[name])
  const columns = (kind?.list.columns ?? []).filter((name) => name !== 'ref' && name !== 'title' && varies(name)).slice(0, 7)
  return (
    <>
      <Group align="flex-start" gap="md" mb="md">
        <div style={{ width: 260 }}>
          <Figure
            label={page.figure.label}
            value={figureText(page.figure)}
            quality={page.figure.quality}
            made={madeOf(page.figure.made)}
            {...(page.figure.change ? { target: page.figure.change.words } : {})}
          />
        </div>
        <div style={{ flex: '1 1 320px', minWidth: 0 }}>
          <Text>{page.figure.made.formula}</Text>
          <dl className="rv-pairs" style={{ maxWidth: 460 }}>
            {page.figure.made.inputs.map((input) => (
              <div key={input.label}>
                <dt>{input.label}</dt>
                <dd>{input.value}</dd>
              </div>
            ))}
          </dl>
        </div>
      </Group>
      {page.hidden > 0 && (
        <Text size="sm" c="dimmed" mb="xs">
          {page.hidden.toLocaleString()} more are counted that you may not see.
        </Text>
      )}
      <LinksProvider links={links}>
        <Panel
          flush
          title={`${page.figure.records.count.toLocaleString()} ${kind?.labels.toLowerCase() ?? 'records'}`}
          right={<More to={page.figure.records.list}>Open as a list</More>}
        >
          <DataTable<AnyRecord>
            caption={`Records behind ${page.figure.label}`}
            rows={rows}
            keyOf={(row) => row.id}
            empty="No record stands behind it."
            columns={[
              { label: 'Ref', cell: (row) => <span className={classes['nowrap']}>{row.ref}</span>, text: (row) => row.ref },
              {
                label: kind?.titled ?? 'Title',
                cell: (row) => <RecordLink to={{ kind: page.kind, ref: row.ref, title: row.title }} />,
                text: (row) => row.title,
              },
              ...columns.flatMap((name) => {
                const field = kind ? fieldOf(kind, name) : undefined
                return kind && field
                  ? [
                      {
                        label: field.label,
                        cell: (row: AnyRecord) => (
                          <span className={classes['whole']}>
                            <FieldValue kind={kind} name={name} field={field} record={row} short />
                          </span>
                        ),
                        text: (row: AnyRecord) => textOf(row[name]),
                      },
                    ]
                  : []
              }),
            ]}
          />
        </Panel>
      </LinksProvider>
    </>
  )
}

export default Behind
