import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { api } from '../../../platform/page/api.ts'
import { momentText } from '../../../platform/page/fields/format.ts'
import { Empty } from '../../../platform/page/kit/empty.tsx'
import { RecordLink } from '../../../platform/page/kit/links.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { ToneBadge } from '../../../platform/page/kit/state-badge.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { useCan } from '../../../platform/page/session/session.ts'
import { type Board, type BoardService, boardOrder } from '../model/board.ts'
import classes from './health.module.css'
import { Causes, useLiveHealth } from './health-parts.tsx'
import { healthStates } from './health-words.ts'

const Counts = ({ board }: Readonly<{ board: Board }>) => (
  <dl className={classes['counts']} aria-label="Services by how they work">
    {boardOrder.map((state) => (
      <div
        key={state}
        className={classes['count']}
        data-tone={healthStates[state].tone}
        data-none={board.counts[state] === 0 || undefined}
        title={healthStates[state].means}
      >
        <dt>{healthStates[state].label}</dt>
        <dd>{board.counts[state].toLocaleString()}</dd>
      </div>
    ))}
  </dl>
)

/** A service that fails, large enough to be read across a room. */
const Tile = ({ one }: Readonly<{ one: BoardService }>) => (
  <li className={classes['tile']} data-tone={healthStates[one.health].tone}>
    <div className={classes['tileTitle']}>
      <RecordLink to={one.service} />
      {one.service.criticality === 'vital' && <ToneBadge tone="bad">Vital</ToneBadge>}
      {one.own_fault && <ToneBadge tone="muted">Own fault</ToneBadge>}
    </div>
    <p>{one.words}</p>
    {one.since && (
      <p className="rv-dim rv-small">
        Since <Moment at={one.since} ago />
      </p>
    )}
  </li>
)

const More = ({ count }: Readonly<{ count: number }>) =>
  count > 0 ? <p className="rv-dim rv-pad">{count.toLocaleString()} more are not listed here.</p> : null

/** Services of which there is nothing to say but their name. A ring stands for those that are known from their parts alone. */
const Small = ({ group }: Readonly<{ group: Board['groups'][number] }>) => (
  <Panel
    flush
    title={`${healthStates[group.health].label} (${(group.services.length + group.more).toLocaleString()})`}
    right={
      group.health === 'unknown' ? (
        <To to="/health/unmonitored" className="rv-link rv-small">
          What is not watched
        </To>
      ) : undefined
    }
  >
    <ul className={classes['small']}>
      {group.services.map((one) => (
        <li key={one.service.id} title={one.words}>
          <span className={classes['dot']} data-tone={healthStates[one.health].tone} data-sight={one.sight} aria-hidden />
          <RecordLink to={one.service} />
          {group.health === 'operational' && one.sight === 'parts' && <span className="rv-hidden">(from its parts)</span>}
        </li>
      ))}
    </ul>
    {group.health === 'operational' && group.services.some((one) => one.sight === 'parts') && (
      <p className="rv-dim rv-small rv-pad">A ring: no check of its own; all that it cannot do without is watched and fine.</p>
    )}
    <More count={group.more} />
  </Panel>
)

const Shown = ({ board }: Readonly<{ board: Board }>) => {
  const can = useCan()
  if (board.services === 0)
    return (
      <Empty
        icon="heartbeat"
        title="No services in use"
        actions={
          can('service.see') && (
            <Button component={Link} to="/services">
              Services
            </Button>
          )
        }
      >
        The board shows every service that is live. Put a service into use, and add a check to it, and it stands here.
      </Empty>
    )
  const watched = board.coverage.own + board.coverage.parts
  return (
    <>
      <p className={`${classes['headline']} ${board.calm ? classes['calm'] : ''}`} role="status">
        {board.sentence}
      </p>
      <Counts board={board} />
      {board.causes.length > 0 && (
        <Panel flush title={board.causes.length === 1 ? 'One cause' : `${board.causes.length.toLocaleString()} causes`}>
          <Causes causes={board.causes} named="Causes" />
        </Panel>
      )}
      {board.groups
        .filter((group) => group.services.length > 0)
        .map((group) =>
          group.health === 'unknown' || group.health === 'operational' ? (
            <Small key={group.health} group={group} />
          ) : (
            <Panel
              key={group.health}
              title={`${healthStates[group.health].label} (${(group.services.length + group.more).toLocaleString()})`}
            >
              <ul className={classes['tiles']}>
                {group.services.map((one) => (
                  <Tile key={one.service.id} one={one} />
                ))}
              </ul>
              <More count={group.more} />
            </Panel>
          ),
        )}
      <p className="rv-dim rv-small">
        {watched.toLocaleString()} of {board.services.toLocaleString()} services are watched well enough to say how they are:{' '}
        {board.coverage.own.toLocaleString()} by checks and measures of their own, {board.coverage.parts.toLocaleString()} by their parts.
        As of {momentText(board.as_of)}.
      </p>
    </>
  )
}

/** How every service is now: for a desk and for a wall. Changes show by themselves. */
const LiveBoard = () => {
  const wall = useRef<HTMLDivElement>(null)
  useLiveHealth()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['health', 'board'],
    queryFn: async ({ signal }) => api.get<Board>('/health/board', undefined, signal),
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  })
  return (
    <Page
      title="Live board"
      wide
      right={
        data && (
          <Button variant="default" size="xs" className="rv-no-print" onClick={() => void wall.current?.requestFullscreen()}>
            Full screen
          </Button>
        )
      }
    >
      <div ref={wall} className={classes['board']}>
        {isPending ? <Waiting lines={10} /> : error ? <Failure error={error} again={() => void refetch()} /> : <Shown board={data} />}
      </div>
    </Page>
  )
}

export default LiveBoard
