import { kinds } from './kinds.ts'
import { start } from './platform/page/app.tsx'
import type { PageContribution } from './platform/page/contribution.ts'

/** Own screens of capabilities and mechanisms, found by the name of their file. */
const found = import.meta.glob<Readonly<{ pages: PageContribution }>>(['./capabilities/*/page.tsx', './platform/*/page.tsx'], {
  eager: true,
})

start({ kinds, pages: Object.values(found).map((one) => one.pages) })
