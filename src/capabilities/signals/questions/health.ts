import { isoOf } from '../../../kernel/instant.ts'
import { notFound } from '../../../kernel/refusal.ts'
import type { Database } from '../../../platform/db/database.ts'
import type { Graph } from '../../../platform/graph/graph.ts'
import type { Context } from '../../../platform/records/context.ts'
import { locate } from '../../../platform/records/read.ts'
import { needAnywhere, system } from '../../../platform/rights/grants.ts'
import { type Card, cardsOf, graph, type ServiceCard, serviceCards } from '../../catalogue/index.ts'
import {
  type Board,
  boardOrder,
  type BoardService,
  boardSentence,
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
const [mostOfGroup, mostCauses, mostParts, mostUnmonitored] = [300, 5, 200, 2000]

type View = Readonly<{
  whole: Graph
  health: Health
  outages: readonly OpenOutage[]
  /** Services in use by id: those that the person sees, and all for counting. */
  seen: ReadonlyMap<string, ServiceCard>
  all: ReadonlyMap<string, ServiceCard>
}>

const inUse = (card: ServiceCard): boolean => card.state === 'live' || card.state === 'retiring'

const byId = (cards: readonly ServiceCard[]): ReadonlyMap<string, ServiceCard> =>
  new Map(cards.filter(inUse).map((card) => [card.id, card]))

const viewOf = async (db: Database, ctx: Context, more: readonly string[] = []): Promise<View> => {
  const [mine, every] = await Promise.all([serviceCards(db, ctx), serviceCards(db, { ...ctx, actor: system })])
  const all = byId(every)
  const facts = await factsNow(db, graph, ctx.now, [...all.keys(), ...more])
  return { whole: facts.graph, health: healthOf(facts), outages: facts.outages, seen: byId(mine), all }
}

const cardOf = ({ id, ref, title, state, criticality }: ServiceCard): Card => ({ id, kind: 'service', ref, title, state, criticality })

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
const noterFor = async (db: Database, ctx: Context, view: View, shown: readonly number[]): Promise<Noter> => {
  const { health } = view
  const named = new Set<string>()
  for (const node of shown)
    for (const { cause, path } of health.causesOf(node).slice(0, mostCauses)) {
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

const boardService = (health: Health, noter: Noter, card: ServiceCard, node: number): BoardService => {
  const state = health.stateOf(node)
  const sight = health.sightOf(node)
  const failing = state === 'down' || state === 'degraded' || state === 'at_risk'
  const causes = failing
    ? health
        .causesOf(node)
        .slice(0, mostCauses)
        .map((blame) => noter.note(blame, node))
    : []
  const left = state === 'at_risk' ? health.groupsOf(node).map(leftWords) : []
  return {
    service: cardOf(card),
    health: state,
    sight,
    since: isoOrNull(health.sinceOf(node)),
    own_fault: failing && health.ownFault(node),
    causes,
    left,
    words: healthWords(state, sight, causes, left),
  }
}

const zeros = <W extends string>(words: readonly W[]): Record<W, number> =>
  Object.fromEntries(words.map((word) => [word, 0])) as Record<W, number>

/** Every service in use that the person sees, grouped by how it works, with why and what else the same cause hits. @throws MissingRight `service.see` */
export const healthBoard = async (db: Database, ctx: Context): Promise<Board> => {
  needAnywhere(ctx.actor, 'service.see', 'see how services are')
  const view = await viewOf(db, ctx)
  const { health } = view
  const counts = zeros<HealthState>(healthStates)
  const coverage = zeros(sights)
  const placed = new Map<HealthState, { card: ServiceCard; node: number }[]>(boardOrder.map((state) => [state, []]))
  for (const card of view.seen.values()) {
    const node = health.nodeOf(card.id) ?? 0
    const state = health.stateOf(node)
    counts[state]++
    coverage[health.sightOf(node)]++
    placed.get(state)?.push({ card, node })
  }
  const groups = boardOrder.map((state) => {
    const list = (placed.get(state) ?? []).toSorted(
      (a, b) =>
        weightOf(cardOf(a.card)) - weightOf(cardOf(b.card)) ||
        (health.sinceOf(a.node) ?? 0) - (health.sinceOf(b.node) ?? 0) ||
        a.card.title.localeCompare(b.card.title),
    )
    return { state, list: list.slice(0, mostOfGroup), more: Math.max(0, list.length - mostOfGroup) }
  })
  const failing = groups.filter(({ state }) => state === 'down' || state === 'degraded' || state === 'at_risk')
  const shown = failing.flatMap(({ list }) => list.map((one) => one.node))
  const mine = new Set(view.seen.keys())
  const causes = health.causes.filter((cause) => [cause.node, ...cause.hits()].some((node) => mine.has(health.idOf(node))))
  const noter = await noterFor(db, ctx, view, [...shown, ...causes.slice(0, mostOfGroup).map((cause) => cause.node)])
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
  const { health, seen } = await viewOf(db, ctx)
  const items = [...seen.values()].flatMap((card) => {
    const sight = health.sightOf(health.nodeOf(card.id) ?? 0)
    return sight === 'none' || sight === 'partly' ? [{ service: cardOf(card), sight, words: healthWords('unknown', sight, [], []) }] : []
  })
  items.sort((a, b) => weightOf(a.service) - weightOf(b.service) || a.service.title.localeCompare(b.service.title))
  const none = items.filter((item) => item.sight === 'none').length
  return {
    services: seen.size,
    items: items.slice(0, mostUnmonitored),
    counts: { none, partly: items.length - none },
    more: Math.max(0, items.length - mostUnmonitored),
  }
}

const worstFirst = (a: PartHealth, b: PartHealth): number =>
  healthStates.indexOf(b.health) - healthStates.indexOf(a.health) || a.depth - b.depth || a.record.title.localeCompare(b.record.title)

/** How one service, offering or component is, why, and how all is that it needs. @throws Refusal `not_found` */
export const healthOfOne = async (db: Database, ctx: Context, kind: string, key: string): Promise<HealthOfOne> => {
  const { kind: found, record } = await locate(db, ctx, key)
  if (found.name !== kind) throw notFound(`${ctx.registry.kind(kind).label} ${key.slice(0, 60)}`)
  const view = await viewOf(db, ctx, [record.id])
  const { health } = view
  const node = health.nodeOf(record.id) ?? 0
  const beneath = partsBeneath(view.whole, node, mostParts * 5)
  const ids = beneath.map((part) => health.idOf(part.node))
  const [noter, watchers, cards] = await Promise.all([noterFor(db, ctx, view, [node]), watchersOf(db, record.id), cardsOf(db, ctx, ids)])
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
  const causes = health
    .causesOf(node)
    .slice(0, mostCauses)
    .map((blame) => noter.note(blame, node))
  const left = health.groupsOf(node).map(leftWords)
  const criticality = typeof record['criticality'] === 'string' ? record['criticality'] : null
  return {
    as_of: isoOf(ctx.now),
    record: { id: record.id, kind, ref: record.ref, title: record.title, state: record.state, criticality },
    health: state,
    sight,
    since: isoOrNull(health.sinceOf(node)),
    own_fault: health.ownFault(node),
    words: healthWords(state, sight, causes, left),
    causes,
    left,
    parts: parts.toSorted(worstFirst).slice(0, mostParts),
    more_parts: Math.max(0, parts.length - mostParts),
    hits: causes.find((cause) => cause.own)?.hits ?? null,
    watchers,
  }
}
