import { millisOf } from '../../../kernel/instant.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Context, Registry } from '../../../platform/records/context.ts'
import { find } from '../../../platform/records/read.ts'
import { save } from '../../../platform/records/write.ts'
import { system } from '../../../platform/rights/grants.ts'
import { graph } from '../../catalogue/index.ts'
import type { Cause } from '../model/health/causes.ts'
import { type Health, healthOf } from '../model/health/health.ts'
import { endedSince, type Episode, explainedByHand, explaining, openEpisodes } from '../store/causes.ts'
import { factsNow } from '../store/health.ts'

/** A cause may show so much later than what it causes: checks have their own rhythms. And what it caused may take so long to recover. */
const leeway = 600_000

/** Changes in one transaction at most. */
const together = 50

type Wanted = Readonly<{ episode: Episode; cause: string | null }>

/** Names nothing: who may see the outage need not see what causes it. */
const reasons = { found: 'Something that fails beneath explains it.', gone: 'Nothing that fails beneath explains it any more.' } as const

/** What fails beneath the subject of an episode and began early enough to explain it. */
const explanation = (health: Health, episode: Episode): Cause | undefined => {
  const node = health.nodeOf(episode.subject)
  if (node === undefined || health.ownFault(node)) return undefined
  return health.causesOf(node).find(({ cause }) => cause.since <= millisOf(episode.started_at) + leeway)?.cause
}

/** The record that stands for a cause: of an alert the alert about it, else its outage; of an outage its outage, else what fails. */
const recordOf = (episodes: readonly Episode[], subject: string, episode: Episode): string | null => {
  const of = (kind: Episode['kind']): string | undefined => episodes.find((one) => one.kind === kind && one.subject === subject)?.id
  return episode.kind === 'alert' ? (of('alert') ?? of('outage') ?? null) : (of('outage') ?? subject)
}

const wantedOf = (health: Health, episodes: readonly Episode[]): readonly Wanted[] =>
  episodes.map((episode) => {
    const cause = explanation(health, episode)
    return { episode, cause: cause ? recordOf(episodes, health.idOf(cause.node), episode) : null }
  })

const differs = ({ episode, cause }: Wanted): boolean =>
  episode.cause !== cause || (episode.kind === 'outage' && cause !== null && episode.own_fault !== false)

const write = async (db: Database, ctx: Context, list: readonly Wanted[]): Promise<number> =>
  await db.transaction(async (tx) => {
    let written = 0
    for (const { episode, cause } of list) {
      const kind = ctx.registry.kind(episode.kind)
      const field = episode.kind === 'alert' ? 'caused_by' : 'cause'
      const record = await find(tx, kind, episode.id, true)
      if (!record || !['ongoing', 'firing', 'acknowledged'].includes(record.state) || record[field] !== episode.cause) continue
      if (episode.kind === 'outage' && record['own_fault'] !== episode.own_fault) continue
      const fault = episode.kind === 'outage' ? { own_fault: cause === null ? null : false } : {}
      const reason = cause === null ? reasons.gone : reasons.found
      await save(tx, ctx, kind, record, { ...record, [field]: cause, ...fault }, explaining, { reason })
      written++
    }
    return written
  })

/**
 * One alert for one cause: alerts and outages that go on and that something failing beneath explains get its cause, outages are then not our own fault; both are taken back once
 * nothing explains them any more, ten minutes after the cause ended. What somebody wrote by hand stays. Nobody is told: the cause was told.
 * @returns how many changed
 */
export const explainAll = async (db: Database, registry: Registry, now: number): Promise<number> => {
  const episodes = await openEpisodes(db)
  if (episodes.length === 0) return 0
  const health = healthOf(await factsNow(db, graph, now))
  const changes = wantedOf(health, episodes).filter(differs)
  const ids = changes.map(({ episode }) => episode.id)
  if (ids.length === 0) return 0
  const [byHand, recent] = await Promise.all([
    explainedByHand(db, ids),
    endedSince(
      db,
      changes.flatMap(({ episode }) => episode.cause ?? []),
      now - leeway,
    ),
  ])
  const due = changes.filter(
    ({ episode, cause }) => !byHand.has(episode.id) && (cause !== null || episode.cause === null || !recent.has(episode.cause)),
  )
  const ctx: Context = { registry, actor: system, now, via: 'system' }
  let written = 0
  for (let at = 0; at < due.length; at += together) written += await write(db, ctx, due.slice(at, at + together))
  return written
}
