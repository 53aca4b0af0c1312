import { Button } from '@mantine/core'
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, Link, Outlet, redirect } from '@tanstack/react-router'
import { type FunctionComponent, lazy, type ReactNode, Suspense } from 'react'
import type { Kind } from '../records/kind.ts'
import type { Load } from './contribution.ts'
import { useParts } from './kit/address.ts'
import { Empty } from './kit/empty.tsx'
import { Failure, Waiting } from './kit/waiting.tsx'
import { ListPage } from './list/list-page.tsx'
import { searchOf } from './list/views.ts'
import { routesContributed } from './registry/contributions.ts'
import { kindOfPlural } from './registry/kinds.ts'
import { sessionQuery, setupQuery } from './session/session.ts'
import { Shell } from './shell/shell.tsx'

const RecordPage = lazy(async () => ({ default: (await import('./record/record-page.tsx')).RecordPage }))
const Home = lazy(async () => import('./places/home.tsx'))
const NewPage = lazy(async () => import('./form/new-page.tsx'))
const EditPage = lazy(async () => import('./form/edit-page.tsx'))
const Settings = lazy(async () => import('./places/settings.tsx'))

const Late = ({ children }: Readonly<{ children: ReactNode }>) => <Suspense fallback={<Waiting lines={10} />}>{children}</Suspense>
const late = (load: Load<object>): FunctionComponent => {
  const Part = lazy(load)
  return () => (
    <Late>
      <Part />
    </Late>
  )
}

const NotFound = () => (
  <Empty
    level={1}
    icon="search"
    title="There is no such page"
    actions={
      <Button component={Link} to="/">
        Home
      </Button>
    }
  >
    The address may be old or mistyped. Search finds records by name or ref.
  </Empty>
)

/** The kind that the address names; the page for one that does not exist otherwise. */
const OfKind = ({ children }: Readonly<{ children: (kind: Kind, params: Readonly<Record<string, string | undefined>>) => ReactNode }>) => {
  const params = useParts()
  const kind = kindOfPlural(params['plural'] ?? '')
  return kind ? <Late>{children(kind, params)}</Late> : <NotFound />
}

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet, notFoundComponent: NotFound })

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.query({ ...sessionQuery, staleTime: 'static' })
    if (session) return
    const setup = await context.client.query(setupQuery)
    if (setup.needed) redirect({ to: '/setup', throw: true })
    redirect({ to: '/sign-in', search: { to: location.href }, throw: true })
  },
  component: Shell,
  errorComponent: ({ error, reset }) => <Failure error={error} again={reset} />,
})

const page = (path: string, component: FunctionComponent) =>
  createRoute({
    getParentRoute: () => inside,
    path,
    component,
    errorComponent: ({ error, reset }) => <Failure error={error} again={reset} />,
  })
const outside = (path: string, load: Load<object>) => createRoute({ getParentRoute: () => root, path, component: late(load) })

const ListOf = () => <OfKind>{(kind) => <ListPage key={kind.name} kind={kind} />}</OfKind>
const NewOf = () => <OfKind>{(kind) => <NewPage key={kind.name} kind={kind} />}</OfKind>
const RecordOf = () => <OfKind>{(kind, { ref = '' }) => <RecordPage key={`${kind.name} ${ref}`} kind={kind} recordKey={ref} />}</OfKind>
const TabOf = () => (
  <OfKind>
    {(kind, { ref = '', tab = '' }) =>
      tab === 'edit' ? (
        <EditPage key={ref} kind={kind} recordKey={ref} />
      ) : (
        <RecordPage key={`${kind.name} ${ref}`} kind={kind} recordKey={ref} tab={tab} />
      )
    }
  </OfKind>
)
const HomeOf = () => (
  <Late>
    <Home />
  </Late>
)
const DeskOf = () => {
  const { desk } = useParts()
  return desk === 'run' || desk === 'plan' || desk === 'steer' || desk === 'portal' ? (
    <Late>
      <Home key={desk} desk={desk} />
    </Late>
  ) : (
    <NotFound />
  )
}
const SettingsOf = () => {
  const { part } = useParts()
  return (
    <Late>
      <Settings {...(part ? { part } : {})} />
    </Late>
  )
}

const textOf = (search: Readonly<Record<string, unknown>>): string => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one))
  }
  // commas, colons and tildes are readable in an address
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%7E', '~').replaceAll('%21', '!')
  return text === '' ? '' : `?${text}`
}

/** All addresses: fixed places, those of capabilities, and for every kind a list, a form and a page. */
export const makeRouter = (client: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([
      outside('/sign-in', async () => import('./places/sign-in.tsx')),
      outside('/setup', async () => import('./places/setup.tsx')),
      inside.addChildren([
        page('/', HomeOf),
        page('/desk/$desk', DeskOf),
        page(
          '/search',
          late(async () => import('./places/search-page.tsx')),
        ),
        page(
          '/inbox',
          late(async () => import('./places/inbox.tsx')),
        ),
        page(
          '/audit',
          late(async () => import('./places/audit.tsx')),
        ),
        page(
          '/kit',
          late(async () => import('./places/kit-page.tsx')),
        ),
        page('/settings', SettingsOf),
        page('/settings/$part', SettingsOf),
        ...routesContributed().map((route) => page(route.path, late(route.load))),
        page('/$plural', ListOf),
        page('/$plural/new', NewOf),
        page('/$plural/$ref', RecordOf),
        page('/$plural/$ref/$tab', TabOf),
      ]),
    ]),
    context: { client },
    defaultPreload: 'intent',
    scrollRestoration: true,
    parseSearch: searchOf,
    stringifySearch: textOf,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: ({ error, reset }) => <Failure error={error} again={reset} />,
  })
