import './theme/layers.css'
import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import './theme/global.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Kind } from '../records/kind.ts'
import { keys, problemOf } from './api.ts'
import { reloadWhenNewer } from './client/newer.ts'
import { onSignedOut } from './client/request.ts'
import type { PageContribution } from './contribution.ts'
import { listenToKeys } from './keys/keys.ts'
import { registerPages } from './registry/contributions.ts'
import { registerKinds } from './registry/kinds.ts'
import { makeRouter } from './router.tsx'
import { DensityContext, keepDensity, schemeKey, storedDensity, styleNonce } from './theme/scheme.ts'
import { themeFor, variables } from './theme/theme.ts'

const schemes = localStorageColorSchemeManager({ key: schemeKey })

const App = ({ client, router }: Readonly<{ client: QueryClient; router: ReturnType<typeof makeRouter> }>) => {
  const [density, setDensity] = useState(storedDensity)
  const theme = useMemo(() => themeFor(density), [density])
  const chosen = useMemo(
    () => ({
      density,
      setDensity: (next: typeof density) => {
        keepDensity(next)
        setDensity(next)
      },
    }),
    [density],
  )
  return (
    <DensityContext value={chosen}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        colorSchemeManager={schemes}
        getStyleNonce={styleNonce}
      >
        <QueryClientProvider client={client}>
          <Notifications position="bottom-right" zIndex={500} />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DensityContext>
  )
}

/** Starts the screens with the kinds and the capabilities' pages. */
export const start = ({ kinds, pages }: Readonly<{ kinds: readonly Kind[]; pages: readonly PageContribution[] }>): void => {
  // read by the library that locks scrolling behind dialogs when it adds its style element
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
  registerKinds(kinds)
  registerPages(pages)
  listenToKeys()
  reloadWhenNewer()
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (times, error) => times < 2 && (problemOf(error)?.status ?? 500) >= 500,
        refetchOnWindowFocus: 'always',
        staleTime: 15_000,
      },
    },
  })
  const router = makeRouter(client)
  onSignedOut(() => {
    if (client.getQueryData(keys.session) === null) return
    client.setQueryData(keys.session, null)
    void router.invalidate()
  })
  const place = document.getElementById('root')
  if (!place) throw new Error('The page has no place for the application.')
  // what the first click will most likely need, fetched when the browser has nothing else to do
  const soon = globalThis.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 1500))
  soon(() => void Promise.all([import('./record/record-page.tsx'), import('./list/filter-editor.tsx'), import('./record/peek.tsx')]))
  createRoot(place).render(
    <StrictMode>
      <App client={client} router={router} />
    </StrictMode>,
  )
}
