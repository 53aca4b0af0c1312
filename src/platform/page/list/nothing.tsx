import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Kind } from '../../records/kind.ts'
import { Empty } from '../kit/empty.tsx'
import { commandsContributed } from '../registry/contributions.ts'
import { useCan } from '../session/session.ts'

/** An empty list: what belongs here and how it gets here; or that the filters leave nothing over. */
export const NothingHere = ({ kind, filtered, clear }: Readonly<{ kind: Kind; filtered: boolean; clear: () => void }>) => {
  const can = useCan()
  const importing = commandsContributed().find((command) => command.to.startsWith('/imports') && (!command.right || can(command.right)))
  const create = can(`${kind.name}.create`) && (
    <Button component={Link} to={`/${kind.plural}/new`} variant={filtered ? 'default' : 'filled'}>
      New {kind.label.toLowerCase()}
    </Button>
  )
  if (filtered)
    return (
      <Empty
        icon={kind.icon}
        title={`No ${kind.labels.toLowerCase()} fit these filters`}
        actions={
          <>
            <Button onClick={clear}>Clear the filters</Button>
            {create}
          </>
        }
      >
        Take a filter away, or search for fewer words.
      </Empty>
    )
  return (
    <Empty
      icon={kind.icon}
      title={`No ${kind.labels.toLowerCase()} yet`}
      actions={
        <>
          {create}
          {importing && (
            <Button component={Link} to={importing.to} variant="default">
              {importing.label}
            </Button>
          )}
        </>
      }
    >
      {kind.about}
      {kind.begins !== undefined && <span className="rv-block rv-gap">{kind.begins}</span>}
    </Empty>
  )
}
