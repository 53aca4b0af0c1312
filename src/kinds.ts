import { kinds as catalogue } from './capabilities/catalogue/kind.ts'
import { kinds as levels } from './capabilities/levels/kind.ts'
import { kinds as needs } from './capabilities/needs/kind.ts'
import { kinds as people } from './capabilities/people/kind.ts'
import { kinds as reports } from './capabilities/reports/kind.ts'
import { kinds as signals } from './capabilities/signals/kind.ts'
import { kinds as status } from './capabilities/status/kind.ts'
import { kinds as suppliers } from './capabilities/suppliers/kind.ts'
import { kinds as support } from './capabilities/support/kind.ts'
import type { Kind } from './platform/records/kind.ts'
import { view } from './platform/views/kind.ts'

/** Every kind of record, bottom to top. Plain data: the browser, the server and the CLI all read this list. */
export const kinds: readonly Kind[] = [
  view,
  ...people,
  ...needs,
  ...catalogue,
  ...suppliers,
  ...signals,
  ...levels,
  ...support,
  ...status,
  ...reports,
]
