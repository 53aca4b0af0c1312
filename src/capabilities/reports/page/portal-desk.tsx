import { Button, SegmentedControl, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, keys } from '../../../platform/page/api.ts'
import { Icon } from '../../../platform/page/kit/icon.tsx'
import { Moment } from '../../../platform/page/kit/moment.tsx'
import { useTitle } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { StateBadge } from '../../../platform/page/kit/state-badge.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import { kindNamed } from '../../../platform/page/registry/kinds.ts'
import { useSession } from '../../../platform/page/session/session.ts'
import { useCrumbs } from '../../../platform/page/shell/crumbs.tsx'
import type { Tone } from '../../../platform/records/fields.ts'
import type { Kind } from '../../../platform/records/kind.ts'
import type { PortalDesk as Desk, Working } from '../model/portal.ts'
import { Line } from './desk-parts.tsx'
import { More } from './parts.tsx'
import deskClasses from './desks.module.css'
import classes from './reports.module.css'

const words: Readonly<Record<Working['state'], Readonly<{ tone: Tone; word: string }>>> = {
  working: { tone: 'good', word: 'Working' },
  degraded: { tone: 'warn', word: 'Degraded' },
  down: { tone: 'bad', word: 'Down' },
}

const rank: Readonly<Record<Working['state'], number>> = { down: 0, degraded: 1, working: 2 }

const useServices = () =>
  useQuery({
    queryKey: ['desk', 'portal'],
    queryFn: async ({ signal }) => api.get<Desk>('/desks/portal', undefined, signal),
    refetchInterval: 60_000,
  })

const Mine = ({ incident, person }: Readonly<{ incident: Kind; person: string }>) => {
  const [which, setWhich] = useState('open')
  const query = { requester: person, phase: which === 'open' ? 'open,active,waiting' : 'done,closed', sort: '-opened_at', limit: 20 }
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.list(incident.plural, query),
    queryFn: async ({ signal }) => api.list(incident, query, signal),
  })
  return (
    <Panel
      flush
      title="What I reported"
      right={
        <SegmentedControl
          aria-label="Show"
          value={which}
          onChange={setWhich}
          data={[
            { value: 'open', label: 'Open' },
            { value: 'done', label: 'Finished' },
          ]}
        />
      }
    >
      {isPending ? (
        <Waiting lines={3} />
      ) : error ? (
        <Failure error={error} again={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <p className="rv-pad rv-dim">{which === 'open' ? 'Nothing is open.' : 'Nothing is finished yet.'}</p>
      ) : (
        <ul className={classes['rows']}>
          {data.items.map((one) => (
            <Line
              key={one.id}
              tone="neutral"
              title={one.title}
              text={
                <>
                  {one.ref}, <Moment at={typeof one['opened_at'] === 'string' ? one['opened_at'] : one.created_at} ago />
                  {one.state === 'pending' && one['waiting_for'] === 'customer' ? ': we wait for your answer' : ''}
                </>
              }
              side={<StateBadge kind={incident} state={one.state} />}
              to={`/incidents/${one.ref}`}
            />
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** For everybody who uses services: report something, follow it, see what works. */
const PortalDesk = () => {
  const session = useSession()
  const [find, setFind] = useState('')
  const incident = kindNamed('incident')
  const { data, error, isPending, refetch } = useServices()
  useTitle('Help with services')
  useCrumbs([{ label: 'Help with services' }])
  const all = data?.services ?? []
  const troubled = all.filter((one) => one.state !== 'working')
  const shown = all.filter((one) => one.service.title.toLowerCase().includes(find.trim().toLowerCase()))
  return (
    <div className="rv-page">
      <div className={deskClasses['portal']}>
        <div className={deskClasses['hero']}>
          <div>
            <Title order={1}>What can we help with, {session.person.title.split(' ')[0]}?</Title>
            <Text c="dimmed">Report what does not work; you see here what becomes of it.</Text>
          </div>
          <Button component={Link} to="/incidents/new" size="md" leftSection={<Icon name="alert-triangle" />}>
            Report an incident
          </Button>
        </div>
        {incident && <Mine incident={incident} person={session.person.id} />}
        <Panel flush title="Is it working?" right={<More to="/services">All services</More>}>
          <div className="rv-pad">
            <TextInput
              aria-label="Find a service"
              placeholder="Find a service"
              value={find}
              onChange={(event) => setFind(event.currentTarget.value)}
            />
          </div>
          {isPending ? (
            <Waiting lines={6} />
          ) : error ? (
            <Failure error={error} again={() => void refetch()} />
          ) : (
            <>
              {find === '' && all.length > 0 && (
                <p className="rv-pad" role="status">
                  {troubled.length === 0
                    ? 'No incident is known.'
                    : `${troubled.length === 1 ? 'One service is' : `${troubled.length} services are`} degraded or down.`}
                </p>
              )}
              {shown.length === 0 && (
                <p className="rv-pad rv-dim">{all.length === 0 ? 'No service is in use yet.' : 'No service is called that.'}</p>
              )}
              <ul className={classes['rows']}>
                {[...shown]
                  .sort((a, b) => rank[a.state] - rank[b.state])
                  .slice(0, find === '' ? 12 : 40)
                  .map((one) => (
                    <Line
                      key={one.service.id}
                      tone={words[one.state].tone}
                      title={one.service.title}
                      text={one.text || undefined}
                      side={
                        <>
                          {words[one.state].word}
                          {one.since && (
                            <span className="rv-dim rv-block">
                              <Moment at={one.since} ago />
                            </span>
                          )}
                        </>
                      }
                      to={`/incidents/new?service=${one.service.ref}`}
                    />
                  ))}
              </ul>
              {shown.length > 12 && find === '' && (
                <p className="rv-pad rv-dim rv-small">{shown.length - 12} more: type to find one, choose it to report something.</p>
              )}
            </>
          )}
        </Panel>
      </div>
    </div>
  )
}

export default PortalDesk
