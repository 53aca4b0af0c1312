import { Button, Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import { keys, type Links, type May, problemOf } from '../api.ts'
import type { RecordScreenProps, TabContribution } from '../contribution.ts'
import { momentText } from '../fields/format.ts'
import { useKeys } from '../keys/keys.ts'
import { useWords } from '../kit/address.ts'
import { Empty } from '../kit/empty.tsx'
import { LinksProvider } from '../kit/links.tsx'
import { complain, tell } from '../kit/notify.tsx'
import { useTitle } from '../kit/page.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { tabsOf } from '../registry/contributions.ts'
import { useOffer } from '../shell/commands.ts'
import { useCrumbs } from '../shell/crumbs.tsx'
import { noteSeen } from '../shell/recent.ts'
import { Activity } from './activity.tsx'
import { ConflictDialog } from './conflict.tsx'
import { Files, upload } from './files.tsx'
import { FieldGroups } from './groups.tsx'
import { RecordHeader } from './header.tsx'
import { movesFrom } from './moves.tsx'
import { Overview } from './overview.tsx'
import classes from './record.module.css'
import { Related } from './related.tsx'
import { useRecord, whyNot } from './use-record.ts'

const History = lazy(async () => ({ default: (await import('./history.tsx')).History }))

const made = new Map<TabContribution, React.ComponentType<RecordScreenProps>>()
const componentOf = (tab: TabContribution): React.ComponentType<RecordScreenProps> => {
  const found = made.get(tab) ?? lazy(tab.load)
  made.set(tab, found)
  return found
}

type TabLine = Readonly<{ name: string; label: string; order: number; own?: TabContribution }>

const tabLines = (kind: Kind, record: AnyRecord | undefined): readonly TabLine[] => {
  const own = tabsOf(kind.name).filter((tab) => !tab.when || (record && tab.when(record)))
  const generic: readonly TabLine[] = [
    { name: 'overview', label: 'Overview', order: 0 },
    { name: 'activity', label: 'Activity', order: 50 },
    { name: 'related', label: 'Related', order: 60 },
    { name: 'files', label: 'Files', order: 70 },
    { name: 'history', label: 'History', order: 80 },
  ]
  const lines = [
    ...generic.filter((line) => !own.some((tab) => tab.name === line.name)),
    ...own.map((tab) => ({ name: tab.name, label: tab.label, order: tab.order ?? (tab.name === 'overview' ? 0 : 20), own: tab })),
  ]
  if (own.some((tab) => tab.name === 'overview')) lines.push({ name: 'fields', label: 'Fields', order: 40 })
  return lines.toSorted((a, b) => a.order - b.order)
}

/** A record's page: header, tabs, and what the capability adds. `as_of` in the address shows it as it was. */
export const RecordPage = ({ kind, recordKey, tab = 'overview' }: Readonly<{ kind: Kind; recordKey: string; tab?: string }>) => {
  const search = useWords()
  const navigate = useNavigate()
  const client = useQueryClient()
  const asOf = search['as_of']
  const ways = useRecord(kind, recordKey, asOf)
  const { query, record, links, may } = ways
  const [verb, setVerb] = useState<string | null>(null)
  const [over, setOver] = useState(false)
  useTitle(record ? `${record.ref} ${record.title}` : recordKey)
  useCrumbs([{ label: kind.labels, to: `/${kind.plural}` }, { label: record ? `${record.ref} ${record.title}` : recordKey }])
  useEffect(() => {
    if (record && !asOf) noteSeen({ id: record.id, kind: kind.name, ref: record.ref, title: record.title, state: record.state })
  }, [record, kind, asOf])
  const setAsOf = (at: string | null): void =>
    void navigate({ to: `/${kind.plural}/${recordKey}/history`, search: at ? { as_of: at } : {}, replace: true })
  const moves = record && !asOf ? movesFrom(kind, record).filter((move) => whyNot(may.do?.[move.verb]) === null) : []
  useOffer(
    moves.map((move) => ({
      id: move.verb,
      label: `${move.label}: ${record?.ref ?? ''}`,
      icon: 'arrow-right',
      group: 'This record',
      words: 'move state',
      run: () => setVerb(move.verb),
    })),
    `${record?.id ?? ''} ${record?.state ?? ''} ${moves.length}`,
  )
  const tabs = tabLines(kind, record)
  const group = kind.label
  useKeys([
    { keys: 'e', label: 'Edit all fields', group, run: () => void navigate({ to: `/${kind.plural}/${recordKey}/edit` }) },
    { keys: 'u', label: `Back to ${kind.labels.toLowerCase()}`, group, run: () => void navigate({ to: `/${kind.plural}` }) },
    ...tabs.slice(0, 9).map((line, index) => ({
      keys: String(index + 1),
      label: line.label,
      group,
      run: () => void navigate({ to: tabAddress(kind, recordKey, line.name) }),
    })),
  ])
  if (query.isPending) return <Waiting lines={10} />
  if (!record) {
    if (problemOf(query.error)?.status === 404)
      return (
        <Empty
          level={1}
          icon="search"
          title={`There is no ${kind.label.toLowerCase()} ${recordKey}`}
          actions={
            <Button component={Link} to={`/${kind.plural}`}>
              All {kind.labels.toLowerCase()}
            </Button>
          }
        >
          It may have been removed, or you may not see it.
        </Empty>
      )
    return <Failure error={query.error} again={() => void query.refetch()} />
  }
  const drop = async (files: readonly File[]): Promise<void> => {
    try {
      await upload(record.id, files)
      tell(files.length === 1 ? 'The file is added' : `${files.length} files are added`)
    } catch (error) {
      complain(error)
    }
    await client.invalidateQueries({ queryKey: keys.aboutAll(record.id) })
  }
  return (
    <LinksProvider links={links}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- files may also be added by a button */}
      <article
        className={over ? classes['over'] : ''}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes('Files')) return
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={(event) => event.currentTarget === event.target && setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          if (event.dataTransfer.files.length > 0) void drop([...event.dataTransfer.files])
        }}
      >
        {asOf && (
          <div className={classes['old']} role="note">
            <Group justify="space-between" gap={8}>
              <span>As it was on {momentText(asOf)}. Nothing can be changed here.</span>
              <Button size="compact-xs" variant="default" onClick={() => setAsOf(null)}>
                Back to now
              </Button>
            </Group>
          </div>
        )}
        <RecordHeader
          key={record.id}
          kind={kind}
          record={record}
          links={links}
          may={may}
          ways={ways}
          verb={verb}
          setVerb={setVerb}
          past={asOf !== undefined}
        />
        <nav className={classes['tabs']} aria-label={`Parts of ${record.ref}`}>
          {tabs.map((line) => (
            <Link
              key={line.name}
              to={tabAddress(kind, recordKey, line.name)}
              className={classes['tab']}
              activeOptions={{ exact: true }}
              {...(line.name === tab ? { 'aria-current': 'page' as const } : {})}
            >
              {line.label}
            </Link>
          ))}
        </nav>
        <div className={classes['body']}>
          <Suspense fallback={<Waiting lines={8} />}>
            <TabBody {...{ kind, record, links, may, tab, tabs, ways, asOf, setAsOf }} />
          </Suspense>
        </div>
        {ways.conflict && (
          <ConflictDialog kind={kind} record={record} conflict={ways.conflict} change={ways.change} close={() => ways.setConflict(null)} />
        )}
      </article>
    </LinksProvider>
  )
}

const tabAddress = (kind: Kind, key: string, tab: string): string => `/${kind.plural}/${key}${tab === 'overview' ? '' : `/${tab}`}`

type BodyProps = Readonly<{
  kind: Kind
  record: AnyRecord
  links: Links
  may: May
  tab: string
  tabs: readonly TabLine[]
  ways: ReturnType<typeof useRecord>
  asOf: string | undefined
  setAsOf: (at: string | null) => void
}>

const TabBody = ({ kind, record, links, may, tab, tabs, ways, asOf, setAsOf }: BodyProps): ReactNode => {
  const own = tabs.find((line) => line.name === tab)?.own
  if (own && !asOf) {
    const Own = componentOf(own)
    return <Own kind={kind} record={record} links={links} may={may} />
  }
  switch (tab) {
    case 'overview':
      return asOf ? (
        <FieldGroups kind={kind} record={record} may={may} change={null} />
      ) : (
        <Overview kind={kind} record={record} may={may} change={ways.change} />
      )
    case 'fields':
      return <FieldGroups kind={kind} record={record} may={may} change={asOf ? null : ways.change} />
    case 'activity':
      return <Activity record={record} />
    case 'related':
      return <Related kind={kind} record={record} />
    case 'files':
      return <Files record={record} />
    case 'history':
      return (
        <div className={classes['groups']}>
          <History record={record} asOf={asOf} setAsOf={setAsOf} />
          {asOf && <FieldGroups kind={kind} record={record} may={may} change={null} />}
        </div>
      )
    default:
      return (
        <Empty icon="search" title="There is no such part">
          {record.ref} has no tab called “{tab}”.
        </Empty>
      )
  }
}
