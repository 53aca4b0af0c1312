import { isoOf } from '../../../kernel/instant.ts'
import { notFound } from '../../../kernel/refusal.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Graph } from '../../../platform/graph/graph.ts'
import type { Context } from '../../../platform/records/context.ts'
import { locate } from '../../../platform/records/read.ts'
import { needAnywhere, reachOf, system } from '../../../platform/rights/grants.ts'
import { type Card, cardsOf, graph, servicesInUse, type UsedService } from '../../catalogue/index.ts'
import {
  type Board,
  boardOrder,
  type BoardService,
  boardSentence,
  byTitle,
  byWeight,
  type CauseNote,
  type HealthOfOne,
  healthWords,
  type Hits,
  type PartHealth,
  type Unmonitored,
  weightOf,
} from '../model/board.ts'
import type { Blame, Cause } from '../model/health/causes.ts'
import { type Health, healthOf, type HealthState, healthStates } from '../model/health/health.ts'
import { sights } from '../model/health/sight.ts'
import { hidden, leftWords, whyWords } from '../model/health/words.ts'
import { factsNow, type OpenOutage, watchersOf } from '../store/health.ts'
import { partsBeneath } from './parts-beneath.ts'

/** So many of a group of the board, causes of one thing and parts are listed; counts are of all. */
const [mostOfGroup, mostCauses, mostCausesOfMany, mostParts, mostUnmonitored] = [300, 5, 2, 200, 2000]

/** How everything is. */
type Now = Readonly<{
  whole: Graph
  health: Health
  outages: readonly OpenOutage[]
  /** The node of a service; of one that the graph does not know and nothing watches, the node of something of which nothing is known. */
  nodeOf: (id: string) => number
}>

/** Services in use by id: those that the person sees, and all for counting. */
type Used = Readonly<{
  seen: ReadonlyMap<string, UsedService>
  all: ReadonlyMap<string, UsedService>
}>

type View = Now & Used

const byId = (cards: readonly UsedService[]): ReadonlyMap<string, UsedService> => new Map(cards.map((card) => [card.id, card]))

/** Stands for all of which nothing is known, so that each of thousands need not be numbered. */
const unknown = ''

const nowOf = async (db: Database, ctx: Context, more: readonly string[] = []): Promise<Now> => {
  const facts = await factsNow(db, graph, ctx.now, [unknown, ...more])
  const health = healthOf(facts)
  const nowhere = health.nodeOf(unknown) ?? 0
  return { whole: facts.graph, health, outages: facts.outages, nodeOf: (id) => health.nodeOf(id) ?? nowhere }
}

/** Who sees every service is spared reading them twice. */
const usedOf = async (db: Database, ctx: Context): Promise<Used> => {
  const seesAll = reachOf(ctx.actor, 'service.see') === 'all'
  const [seen, all] = await Promise.all([servicesInUse(db, ctx), seesAll ? null : servicesInUse(db, { ...ctx, actor: system })])
  const mine = byId(seen)
  return { seen: mine, all: all === null ? mine : byId(all) }
}

const viewOf = async (db: Database, ctx: Context): Promise<View> => {
  const [now, used] = await Promise.all([nowOf(db, ctx), usedOf(db, ctx)])
  return { ...now, ...used }
}

const cardOf = (card: UsedService): Card => ({ kind: 'service', ...card })

/** How many services a cause hits, those included that the person may not see. */
const hitsOf = ({ health, all }: View, cause: Cause): Hits => {
  let [services, vital, spare] = [0, 0, 0]
  for (const node of [cause.node, ...cause.hits()]) {
    const card = all.get(health.idOf(node))
    if (!card) continue
    if (health.stateOf(node) === 'at_risk') spare++
    else {
      services++
      if (card.criticality === 'vital') vital++
    }
  }
  return { services, vital, at_risk: spare }
}

type Noter = Readonly<{
  note: (blame: Blame, node: number) => CauseNote
  titleOf: (node: number) => string
}>

/** Writes causes for somebody: names what they may see and nothing else. `shown`: the nodes whose causes will be asked for. */
const noterFor = async (db: Database, ctx: Context, view: View, shown: readonly number[], most: number): Promise<Noter> => {
  const { health } = view
  const named = new Set<string>()
  for (const node of shown)
    for (const { cause, path } of health.causesOf(node).slice(0, most)) {
      named.add(health.idOf(cause.node))
      named.add(health.idOf(node))
      for (const step of path) named.add(health.idOf(step.to))
    }
  const cards = await cardsOf(db, ctx, [...named])
  const first = new Map<string, OpenOutage>()
  for (const outage of view.outages) if (!first.has(outage.subject)) first.set(outage.subject, outage)
  const hits = new Map<Cause, Hits>()
  const titleOf = (node: number): string => cards.get(health.idOf(node))?.title ?? hidden
  return {
    titleOf,
    note: ({ cause, path }, node) => {
      const counted = hits.get(cause) ?? hitsOf(view, cause)
      hits.set(cause, counted)
      const record = cards.get(health.idOf(cause.node)) ?? null
      const outage = record ? first.get(record.id) : undefined
      return {
        record,
        severity: cause.severity,
        since: isoOf(cause.since),
        why: whyWords(path, cause, titleOf),
        own: cause.node === node,
        hits: counted,
        outage: outage ? { id: outage.id, ref: outage.ref, title: outage.title } : null,
      }
    },
  }
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : isoOf(at))

const boardService = (health: Health, noter: Noter, card: UsedService, node: number): BoardService => {
  const state = health.stateOf(node)
  const sight = health.sightOf(node)
  const failing = state === 'down' || state === 'degraded' || state === 'at_risk'
  const blames = failing ? health.causesOf(node) : []
  const causes = blames.slice(0, mostCausesOfMany).map((blame) => noter.note(blame, node))
  const left = state === 'at_risk' ? health.groupsOf(node).map(leftWords) : []
  return {
    service: cardOf(card),
    health: state,
    sight,
    since: isoOrNull(health.sinceOf(node)),
    own_fault: failing && health.ownFault(node),
    causes,
    left,
    words: healthWords(state, sight, causes[0]?.why ?? '', blames.length, left),
  }
}

const zeros = <W extends string>(words: readonly W[]): Record<W, number> =>
  Object.fromEntries(words.map((word) => [word, 0])) as Record<W, number>

type Placed = Readonly<{ card: UsedService; node: number }>

/** The first of a group: the most critical, then what began first, then by title. Of thousands only as many are sorted as are shown. */
const firstOf = (list: readonly Placed[], health: Health): readonly Placed[] => {
  const byCriticality: Placed[][] = []
  for (const one of list) (byCriticality[weightOf(one.card)] ??= []).push(one)
  const first: Placed[] = []
  for (const some of byCriticality) {
    if (first.length >= mostOfGroup) break
    first.push(
      ...(some ?? []).toSorted(
        (a, b) => (health.sinceOf(a.node) ?? 0) - (health.sinceOf(b.node) ?? 0) || byTitle(a.card.title, b.card.title),
      ),
    )
  }
  return first.slice(0, mostOfGroup)
}

/** Every service in use that the person sees, grouped by how it works, with why and what else the same cause hits. @throws MissingRight `service.see` */
export const healthBoard = async (db: Database, ctx: Context): Promise<Board> => {
  needAnywhere(ctx.actor, 'service.see', 'see how services are')
  const view = await viewOf(db, ctx)
  const { health } = view
  const counts = zeros<HealthState>(healthStates)
  const coverage = zeros(sights)
  const placed = new Map<HealthState, Placed[]>(boardOrder.map((state) => [state, []]))
  for (const card of view.seen.values()) {
    const node = view.nodeOf(card.id)
    const state = health.stateOf(node)
    counts[state]++
    coverage[health.sightOf(node)]++
    placed.get(state)?.push({ card, node })
  }
  const groups = boardOrder.map((state) => {
    const list = placed.get(state) ?? []
    return { state, list: firstOf(list, health), more: Math.max(0, list.length - mostOfGroup) }
  })
  const failing = groups.filter(({ state }) => state === 'down' || state === 'degraded' || state === 'at_risk')
  const shown = failing.flatMap(({ list }) => list.map((one) => one.node))
  const mine = new Set(view.seen.keys())
  const causes = health.causes.filter((cause) => [cause.node, ...cause.hits()].some((node) => mine.has(health.idOf(node))))
  const noter = await noterFor(db, ctx, view, [...shown, ...causes.slice(0, mostOfGroup).map((cause) => cause.node)], mostCausesOfMany)
  return {
    as_of: isoOf(ctx.now),
    calm: counts.down === 0 && counts.degraded === 0,
    sentence: boardSentence(counts, view.seen.size, causes.length),
    counts,
    services: view.seen.size,
    coverage,
    causes: causes
      .slice(0, mostOfGroup)
      .map((cause) => noter.note({ cause, path: [] }, cause.node))
      .toSorted((a, b) => b.hits.vital - a.hits.vital || b.hits.services - a.hits.services || a.since.localeCompare(b.since)),
    groups: groups.map(({ state, list, more }) => ({
      health: state,
      services: list.map(({ card, node }) => boardService(health, noter, card, node)).toSorted(byWeight),
      more,
    })),
  }
}

/** Services in use of which nobody knows how they are: nothing watches them, or not enough does. @throws MissingRight `service.see` */
export const unmonitored = async (db: Database, ctx: Context): Promise<Unmonitored> => {
  needAnywhere(ctx.actor, 'service.see', 'see which services nothing watches')
  const { health, seen, nodeOf } = await viewOf(db, ctx)
  const items = [...seen.values()].flatMap((card) => {
    const sight = health.sightOf(nodeOf(card.id))
    return sight === 'none' || sight === 'partly' ? [{ service: cardOf(card), sight, words: healthWords('unknown', sight, '', 0, []) }] : []
  })
  items.sort((a, b) => weightOf(a.service) - weightOf(b.service) || byTitle(a.service.title, b.service.title))
  const none = items.filter((item) => item.sight === 'none').length
  return {
    services: seen.size,
    items: items.slice(0, mostUnmonitored),
    counts: { none, partly: items.length - none },
    more: Math.max(0, items.length - mostUnmonitored),
  }
}

const worstFirst = (a: PartHealth, b: PartHealth): number =>
  healthStates.indexOf(b.health) - healthStates.indexOf(a.health) || a.depth - b.depth || byTitle(a.record.title, b.record.title)

/** How one service, offering or component is, why, and how all is that it needs. @throws Refusal `not_found` */
export const healthOfOne = async (db: Database, ctx: Context, kind: string, key: string): Promise<HealthOfOne> => {
  const { kind: found, record } = await locate(db, ctx, key)
  if (found.name !== kind) throw notFound(`${ctx.registry.kind(kind).label} ${key.slice(0, 60)}`)
  const now = await nowOf(db, ctx, [record.id])
  const { health } = now
  const node = health.nodeOf(record.id) ?? 0
  const beneath = partsBeneath(now.whole, node, mostParts * 5)
  const ids = beneath.map((part) => health.idOf(part.node))
  // What its causes hit is counted over all services; without a cause nobody asks for them.
  const none: Used = { seen: new Map(), all: new Map() }
  const view: View = { ...now, ...(health.causesOf(node).length > 0 ? await usedOf(db, ctx) : none) }
  const [noter, watchers, cards] = await Promise.all([
    noterFor(db, ctx, view, [node], mostCauses),
    watchersOf(db, record.id),
    cardsOf(db, ctx, ids),
  ])
  const parts = beneath.flatMap((part): readonly PartHealth[] => {
    const card = cards.get(health.idOf(part.node))
    if (!card) return []
    const state = health.stateOf(part.node)
    return [
      {
        record: card,
        health: state,
        sight: health.sightOf(part.node),
        since: isoOrNull(health.sinceOf(part.node)),
        depth: part.depth,
        how: part.how,
      },
    ]
  })
  const state = health.stateOf(node)
  const sight = health.sightOf(node)
  const blames = health.causesOf(node)
  const causes = blames.slice(0, mostCauses).map((blame) => noter.note(blame, node))
  const left = health.groupsOf(node).map(leftWords)
  const criticality = typeof record['criticality'] === 'string' ? record['criticality'] : null
  return {
    as_of: isoOf(ctx.now),
    record: { id: record.id, kind, ref: record.ref, title: record.title, state: record.state, criticality },
    health: state,
    sight,
    since: isoOrNull(health.sinceOf(node)),
    own_fault: health.ownFault(node),
    words: healthWords(state, sight, causes[0]?.why ?? '', blames.length, left),
    causes,
    left,
    parts: parts.toSorted(worstFirst).slice(0, mostParts),
    more_parts: Math.max(0, parts.length - mostParts),
    hits: causes.find((cause) => cause.own)?.hits ?? null,
    watchers,
  }
}
