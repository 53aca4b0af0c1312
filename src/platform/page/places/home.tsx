import { SimpleGrid, Text } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import type { Desk } from '../client/shapes.ts'
import { Empty } from '../kit/empty.tsx'
import { Icon } from '../kit/icon.tsx'
import { Page } from '../kit/page.tsx'
import { Panel } from '../kit/panel.tsx'
import { To } from '../kit/to.tsx'
import { Waiting } from '../kit/waiting.tsx'
import { queryText } from '../client/request.ts'
import { homeOf } from '../registry/contributions.ts'
import { useSession } from '../session/session.ts'
import { desks, menuOf, type MenuDesk } from '../shell/menu.ts'

/** The home of a desk: what a capability brings, else the ways on from here. */
const Home = ({ desk }: Readonly<{ desk?: Desk }>) => {
  const session = useSession()
  const which = desk ?? session.desk
  const load = homeOf(which)
  const Own = useMemo(() => (load ? lazy(load) : null), [load])
  if (Own)
    return (
      <Suspense fallback={<Waiting lines={10} />}>
        <Own />
      </Suspense>
    )
  return <Ways desk={which === 'portal' ? 'run' : which} />
}

const Ways = ({ desk }: Readonly<{ desk: MenuDesk }>) => {
  const session = useSession()
  const groups = menuOf(desk, session)
  const found = desks.find((one) => one.name === desk)
  return (
    <Page title={`${found?.label ?? 'Home'} desk`}>
      {groups.length === 0 && (
        <Empty icon={found?.icon ?? 'home'} title="Nothing on this desk yet">
          What stands here depends on your roles.
        </Empty>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
        {groups.map((group) => (
          <Panel key={group.title} title={group.title}>
            <ul className="rv-plain">
              {group.lines.map((line) => (
                <li key={line.to}>
                  <span className="rv-shrink">
                    <To to={`${line.to}${queryText(line.search)}`} className="rv-link rv-inline">
                      <Icon name={line.icon} /> {line.label}
                    </To>
                    {line.kind && (
                      <Text size="xs" c="dimmed">
                        {line.kind.about}
                      </Text>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </Panel>
        ))}
      </SimpleGrid>
    </Page>
  )
}

export default Home
