import type { Capability } from '../../platform/capability.ts'
import { makeFront } from './actions/front.ts'
import type { Post } from './actions/deliver.ts'
import { makePublisher } from './actions/publish.ts'
import type { SubscribeHow } from './actions/subscribe.ts'
import { insideRoutes } from './api/inside.ts'
import { readerRoutes } from './api/readers.ts'
import { kinds } from './kind.ts'
import { behavioursWith, jobsWith } from './reactions.ts'

export type StatusHooks = Readonly<{
  /** Where public pages are written as files, a folder each, for whoever serves them when Reeve is down. */
  folder: string
  /** The address of Reeve as people reach it; undefined when it was not told. */
  publicUrl: string | undefined
  mail: SubscribeHow['mail'] & Readonly<{ configured: boolean }>
  /** Sends to webhooks; must refuse addresses inside. */
  post: Post
  /** Asks for a job soon. */
  wake: (job: string) => void
}>

/** Status pages: what readers are told of whether services work. */
export const makeStatus = ({ folder, publicUrl, mail, post, wake }: StatusHooks): Capability => {
  const base = publicUrl?.replace(/\/+$/, '') ?? ''
  const how = { base, mails: mail.configured && base !== '', mail }
  const publisher = makePublisher({ ...how, folder, wake })
  return {
    name: 'status',
    kinds,
    migrations: new URL('./migrations', import.meta.url).pathname,
    behaviours: behavioursWith(publisher, wake),
    routes: [...insideRoutes(how), ...readerRoutes(makeFront({ ...how, publisher }))],
    jobs: jobsWith(publisher, { mail, post, base }),
  }
}
