import { ActionIcon, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { IconX } from '@tabler/icons-react'
import { type ComponentType, lazy, Suspense, useState } from 'react'
import type { Kind } from '../../records/kind.ts'
import type { PeekContribution, RecordScreenProps } from '../contribution.ts'
import { LinksProvider } from '../kit/links.tsx'
import { Panel } from '../kit/panel.tsx'
import { Failure, Waiting } from '../kit/waiting.tsx'
import { peekOf } from '../registry/contributions.ts'
import { Activity } from './activity.tsx'
import { ConflictDialog } from './conflict.tsx'
import { FieldGroups } from './groups.tsx'
import { RecordHeader } from './header.tsx'
import classes from './record.module.css'
import { useRecord } from './use-record.ts'

const made = new Map<PeekContribution, ComponentType<RecordScreenProps>>()
const componentOf = (peek: PeekContribution): ComponentType<RecordScreenProps> => {
  const found = made.get(peek) ?? lazy(peek.load)
  made.set(peek, found)
  return found
}

/** A record at the side of its list. */
const Peek = ({ kind, recordKey, close }: Readonly<{ kind: Kind; recordKey: string; close: () => void }>) => {
  const ways = useRecord(kind, recordKey)
  const [verb, setVerb] = useState<string | null>(null)
  const { query, record } = ways
  const peek = peekOf(kind.name)
  const First = peek ? componentOf(peek) : null
  return (
    <>
      <div className={classes['peekHead']}>
        <Button component={Link} to={`/${kind.plural}/${recordKey}`} size="compact-xs" variant="default">
          Open the whole page
        </Button>
        <ActionIcon aria-label="Close the side panel" onClick={close}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      {query.isPending ? (
        <Waiting />
      ) : !record ? (
        <Failure error={query.error} again={() => void query.refetch()} />
      ) : (
        <LinksProvider links={ways.links}>
          <RecordHeader
            key={record.id}
            kind={kind}
            record={record}
            links={ways.links}
            may={ways.may}
            ways={ways}
            verb={verb}
            setVerb={setVerb}
            level={2}
          />
          <div className={classes['body']}>
            <div className={classes['groups']}>
              {First && (
                <Suspense fallback={<Waiting lines={3} />}>
                  <First kind={kind} record={record} links={ways.links} may={ways.may} />
                </Suspense>
              )}
              <FieldGroups kind={kind} record={record} may={ways.may} change={ways.change} />
              <Panel title="Activity">
                <Activity record={record} short />
              </Panel>
            </div>
          </div>
          {ways.conflict && (
            <ConflictDialog
              kind={kind}
              record={record}
              conflict={ways.conflict}
              change={ways.change}
              close={() => ways.setConflict(null)}
            />
          )}
        </LinksProvider>
      )}
    </>
  )
}

export default Peek
