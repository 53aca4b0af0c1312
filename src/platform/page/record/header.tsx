import { ActionIcon, Menu, TextInput, Title, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconBell, IconBellFilled, IconDots, IconLink, IconPrinter } from '@tabler/icons-react'
import { type ComponentType, lazy, Suspense, useRef, useState } from 'react'
import type { AnyRecord, Kind } from '../../records/kind.ts'
import type { Links, May } from '../client/shapes.ts'
import { problemOf, saying } from '../client/problem.ts'
import type { ActionContribution, RecordScreenProps } from '../contribution.ts'
import { Icon } from '../kit/icon.tsx'
import { LinkById, Ref } from '../kit/links.tsx'
import { Moment } from '../kit/moment.tsx'
import { tell } from '../kit/notify.tsx'
import { StateBadge } from '../kit/state-badge.tsx'
import { actionsOf } from '../registry/contributions.ts'
import { useCan } from '../session/session.ts'
import { Moves } from './moves.tsx'
import classes from './record.module.css'
import { RemoveDialog } from './remove.tsx'
import { type RecordWays, whyNot } from './use-record.ts'

type Props = Readonly<{
  kind: Kind
  record: AnyRecord
  links: Links
  may: May
  ways: RecordWays
  verb: string | null
  setVerb: (verb: string | null) => void
  past?: boolean
  level?: 1 | 2
}>

type ActionProps = RecordScreenProps & Readonly<{ close: () => void }>
const made = new Map<ActionContribution, ComponentType<ActionProps>>()
const componentOf = (action: ActionContribution): ComponentType<ActionProps> => {
  const found = made.get(action) ?? lazy(action.load)
  made.set(action, found)
  return found
}

/** The head of a record's page: ref, title, state, the moves on from here, owner, watching, link. */
export const RecordHeader = ({ kind, record, links, may, ways, verb, setVerb, past = false, level = 1 }: Props) => {
  const { copy } = useClipboard()
  const can = useCan()
  const [removing, setRemoving] = useState(false)
  const [acting, setActing] = useState<ActionContribution | null>(null)
  const actions = past ? [] : actionsOf(kind.name)
  const Acting = acting ? componentOf(acting) : null
  return (
    <header className={classes['head']}>
      <div className={classes['headTop']}>
        <Icon name={kind.icon} size={15} />
        <Ref>{record.ref}</Ref>
        <StateBadge kind={kind} state={record.state} focusable />
        <span className="rv-grow" />
        <Tooltip label={ways.watching ? 'You are told of changes; click to stop' : 'Tell me of changes'}>
          <ActionIcon
            aria-label="Watch"
            aria-pressed={ways.watching}
            onClick={() => ways.watch.mutate(!ways.watching)}
            className="rv-no-print"
          >
            {ways.watching ? <IconBellFilled size={15} /> : <IconBell size={15} />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Copy the link">
          <ActionIcon
            aria-label="Copy the link"
            className="rv-no-print"
            onClick={() => {
              copy(`${location.origin}/${kind.plural}/${record.ref}`)
              tell('The link is copied')
            }}
          >
            <IconLink size={15} />
          </ActionIcon>
        </Tooltip>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label="More" className="rv-no-print">
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {actions.map((action) => (
              <Menu.Item key={action.name} leftSection={<Icon name={action.icon ?? 'bolt'} size={14} />} onClick={() => setActing(action)}>
                {action.label}
              </Menu.Item>
            ))}
            <Menu.Item
              onClick={() => {
                copy(`[${record.ref} ${record.title}](${location.origin}/${kind.plural}/${record.ref})`)
                tell('Copied as Markdown')
              }}
            >
              Copy as Markdown link
            </Menu.Item>
            <Menu.Item leftSection={<IconPrinter size={14} />} onClick={() => window.print()}>
              Print
            </Menu.Item>
            <Menu.Item component="a" href={`/api/v1/${kind.plural}/${record.ref}`} target="_blank">
              Open the API call
            </Menu.Item>
            {can(`${kind.name}.remove`) && (
              <Menu.Item color="red" onClick={() => setRemoving(true)}>
                Remove…
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={classes['headRow']}>
        <EditableTitle
          key={record.id}
          kind={kind}
          record={record}
          why={past ? 'past' : whyNot(may.edit)}
          change={ways.change}
          level={level}
        />
        {!past && <Moves kind={kind} record={record} may={may} move={ways.move} verb={verb} setVerb={setVerb} />}
      </div>
      <div className={classes['facts']}>
        {record.owner && (
          <span>
            Owner <LinkById id={record.owner} />
          </span>
        )}
        <span>
          Changed <Moment at={record.changed_at} ago />
        </span>
        <span>
          Created <Moment at={record.created_at} ago />
        </span>
      </div>
      {removing && <RemoveDialog kind={kind} record={record} close={() => setRemoving(false)} />}
      {Acting && (
        <Suspense fallback={null}>
          <Acting kind={kind} record={record} links={links} may={may} close={() => setActing(null)} />
        </Suspense>
      )}
    </header>
  )
}

const EditableTitle = ({
  kind,
  record,
  why,
  change,
  level,
}: Readonly<{ kind: Kind; record: AnyRecord; why: string | null; change: RecordWays['change']; level: 1 | 2 }>) => {
  const [draft, setDraft] = useState<string | null>(null)
  const begun = useRef(record)
  const [error, setError] = useState<string>()
  const save = (): void => {
    const title = (draft ?? '').trim()
    if (title === '' || title === begun.current.title) {
      setDraft(null)
      return
    }
    change.mutate(
      { values: { title }, begun: begun.current },
      {
        onSuccess: () => setDraft(null),
        onError: (refused) => {
          // the conflict has a dialog of its own
          if (problemOf(refused)?.code === 'stale_version') setDraft(null)
          else setError(saying(refused))
        },
      },
    )
  }
  if (draft !== null)
    return (
      <TextInput
        size="md"
        aria-label={kind.titled}
        autoFocus
        maxLength={300}
        value={draft}
        error={error}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save()
          if (event.key === 'Escape') setDraft(null)
        }}
      />
    )
  return (
    <Title order={level} size="h1">
      {why === null ? (
        <button
          type="button"
          className={classes['title']}
          data-editable="true"
          title="Click to change"
          onClick={() => {
            begun.current = record
            setError(undefined)
            setDraft(record.title)
          }}
        >
          {record.title}
        </button>
      ) : (
        <span className={classes['title']} data-editable="false">
          {record.title}
        </span>
      )}
    </Title>
  )
}
