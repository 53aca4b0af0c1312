import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useId } from 'react'
import { day, plusDays } from '../../../kernel/day.ts'
import { api, keys, queryText } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { dayText } from '../../../platform/page/fields/format.ts'
import { useWords } from '../../../platform/page/kit/address.ts'
import { LinkById, LinksProvider } from '../../../platform/page/kit/links.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge } from '../../../platform/page/kit/state-badge.tsx'
import { useGo } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { agreement } from '../kind.ts'
import { AsAgreed } from './as-agreed.tsx'
import { ChangeList } from './version-changes.tsx'
import { stretchWords, type ToldVersion, type Versions } from './version-shapes.ts'
import classes from './versions.module.css'

const DayPicker = lazy(async () => ({ default: (await import('../../../platform/page/fields/dates.tsx')).DayPicker }))

const People = ({ ids }: Readonly<{ ids: readonly (string | null)[] }>) => (
  <>
    {ids.map((id, index) => (
      <span key={id ?? 'reeve'}>
        {index > 0 && ', '}
        {id === null ? 'Reeve' : <LinkById id={id} />}
      </span>
    ))}
  </>
)

const decidedWords: Readonly<Record<string, string>> = { activate: 'Put in force by', end: 'Ended by' }

const Entry = ({
  version,
  shown,
  newest,
  show,
}: Readonly<{ version: ToldVersion; shown: boolean; newest: boolean; show: (on: string, against?: string) => void }>) => {
  const first = version.number === 1
  const decided = [...new Set(version.decisions.map((one) => one.verb))]
  return (
    <li className={classes['version']} aria-current={shown || undefined}>
      <header>
        <h3>Version {version.number}</h3>
        <StateBadge kind={agreement} state={version.state} />
        <span className="rv-dim">{stretchWords(version)}</span>
        <Group gap={6} className={classes['ways'] ?? ''}>
          {!first && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Compare with before: version ${version.number}`}
              onClick={() => show(version.from, plusDays(day(version.from), -1))}
            >
              Compare with before
            </Button>
          )}
          {!newest && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Compare with now: version ${version.number}`}
              onClick={() => show('', version.from)}
            >
              Compare with now
            </Button>
          )}
          <Button
            size="compact-xs"
            variant={shown ? 'filled' : 'default'}
            aria-label={`Show it: version ${version.number}`}
            onClick={() => show(version.from)}
          >
            Show it
          </Button>
        </Group>
      </header>
      <p className={classes['who']}>
        {first ? 'Written down by ' : 'Changed by '}
        <People ids={version.by} />
        {decided.map((verb) => {
          const of = version.decisions.filter((one) => one.verb === verb)
          return (
            <span key={verb}>
              {' · '}
              {decidedWords[verb] ?? verb} <People ids={[...new Set(of.map((one) => one.by))]} />
            </span>
          )
        })}
        {version.reasons.length > 0 && <> · Why: {version.reasons.join('; ')}</>}
      </p>
      <ChangeList
        changes={first ? version.changes.filter(({ after }) => after?.kind === 'promise') : version.changes}
        none="Without a promise yet."
      />
    </li>
  )
}

/** An agreement version by version, and as it stood on any day. */
const VersionsTab = ({ record }: RecordScreenProps) => {
  const search = useWords()
  const go = useGo()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const shownId = useId()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.about(record.id, 'versions'),
    queryFn: async ({ signal }) => api.get<Versions>(`/agreements/${record.ref}/versions`, undefined, signal),
  })
  if (isPending) return <Waiting lines={10} />
  if (error) return <Failure error={error} again={() => void refetch()} />
  const on = search['on'] ?? data.today
  const { against } = search
  const set = (nextOn: string, nextAgainst?: string): void => {
    go(`${path}${queryText({ on: nextOn === '' || nextOn === data.today ? undefined : nextOn, against: nextAgainst })}`, true)
    document.getElementById(shownId)?.scrollIntoView({ block: 'nearest' })
  }
  const shown = data.items.find((one) => one.from <= on)
  return (
    <LinksProvider links={data.links}>
      <div className={classes['tab']}>
        <div id={shownId} className={classes['shown']}>
          <Group gap="sm" align="end" role="group" aria-label="Which day">
            <Suspense fallback={null}>
              <DayPicker label="As agreed on" value={on} w={160} onChange={(chosen) => set(chosen ?? '', against)} />
              <DayPicker label="Compare with" value={against ?? null} w={160} onChange={(chosen) => set(on, chosen ?? undefined)} />
            </Suspense>
            {(search['on'] !== undefined || against !== undefined) && (
              <Button variant="default" onClick={() => set('')}>
                Back to today
              </Button>
            )}
          </Group>
          <AsAgreed record={record} on={on} against={against} />
        </div>
        <Panel flush title={`Versions (${data.items.length})`}>
          <p className={classes['note']}>
            A version is what was agreed at the end of a day, in the time zone {data.zone}; it held until the day before the next one.
            Written down since {dayText(data.items.at(-1)?.from ?? data.today)}.
          </p>
          <ol className={classes['versions']}>
            {data.items.map((one, index) => (
              <Entry key={one.number} version={one} shown={one === shown} newest={index === 0} show={set} />
            ))}
          </ol>
        </Panel>
      </div>
    </LinksProvider>
  )
}

export default VersionsTab
