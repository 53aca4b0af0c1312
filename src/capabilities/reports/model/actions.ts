import type { ActionFacts, PromiseFacts, ReportFacts } from './facts.ts'
import { incidentsAt } from './frame.ts'
import { driverOf, missedBehind } from './summary.ts'
import { countText, percentText } from './words.ts'

type Drawn = Omit<ReportFacts, 'summary' | 'actions'>

/** Who held most of the tickets that missed, when they did. */
export type Blame = Readonly<{ holder: string; cases: number; of: number }>

/** A pattern needs so many cases. */
const enough = 3

const missedAction = (facts: Drawn, one: PromiseFacts, blame: Blame | undefined): ActionFacts => ({
  tone: 'bad',
  text: `${one.share.label} missed its target (${one.verdict.text}). ${blame && blame.of >= enough && blame.cases * 2 > blame.of ? `${blame.holder} had ${blame.cases} of the ${blame.of} tickets when the time ran out: agree with them what has to change.` : `Go through the ${countText(one.reached.missed, 'ticket')} that missed it${one.reached.missed === 1 ? '' : ' for a common cause'}.`}`,
  to: `/reports/${facts.report.ref}?figure=${one.missed.key}`,
  figures: [one.missed.key],
})

const behindActions = ({ promises, report }: Drawn): readonly ActionFacts[] =>
  missedBehind(promises)
    .filter((one) => one.missed >= enough)
    .slice(0, 3)
    .map((one) => ({
      tone: 'warn',
      text: `“${one.title}” was missed ${one.missed} of ${one.kept + one.missed} times, most often ${one.worst.share.label.replace(` (${one.title})`, '')} (${one.worst.reached.missed} of ${one.worst.reached.kept + one.worst.reached.missed}): ${one.type === 'ola' ? 'go through it with the team' : 'take it to the next review with the supplier'}, or agree on what can be kept.`,
      to: `/reports/${report.ref}?figure=${one.worst.missed.key}`,
      figures: [one.worst.missed.key],
    }))

const routingAction = ({ report, reassignments: { often }, volumes: { resolved } }: Drawn): readonly ActionFacts[] => {
  const share = (often.value ?? 0) / Math.max(1, resolved.value ?? 0)
  if ((often.value ?? 0) < 5 || share < 0.1) return []
  return [
    {
      tone: 'warn',
      text: `${countText(often.value ?? 0, 'incident')} (${percentText(share)} of those resolved) went from team to team again and again: check how they are assigned at first.`,
      to: `/reports/${report.ref}?figure=${often.key}`,
      figures: [often.key],
    },
  ]
}

const supplierAction = ({ hands, promises, service }: Drawn): readonly ActionFacts[] => {
  const one = hands.find((each) => each.holder_type === 'supplier')
  if (!one || (one.share ?? 0) < 0.4 || !promises.some((each) => each.agreement_type !== 'ola' && each.verdict.word === 'missed')) return []
  return [
    {
      tone: 'warn',
      text: `Suppliers held the tickets ${percentText(one.share ?? 0)} of the time while promises were missed: take it to the next review with ${service.supplier?.title ?? 'them'}.`,
      to: service.supplier ? `/suppliers/${service.supplier.ref}` : null,
      figures: [one.wall.key],
    },
  ]
}

/** What the facts suggest to the service manager: exceptions only, so that an empty list means that nothing needs them. */
export const actionsOf = (facts: Drawn, blames: ReadonlyMap<string, Blame>, missedNow: number): readonly ActionFacts[] => {
  const { volumes, by_category, service, promises, report, backlog } = { ...facts, backlog: facts.volumes.backlog_end }
  const risen = volumes.opened.change?.news === true && volumes.opened.change.difference > 0 ? driverOf(by_category, volumes.opened) : null
  const grown = backlog.change?.news === true && backlog.change.difference > 0
  const actions: readonly (ActionFacts | null)[] = [
    ...promises
      .filter((one) => one.agreement_type === 'sla' && one.verdict.word === 'missed')
      .map((one) => missedAction(facts, one, blames.get(one.promise.id))),
    ...behindActions(facts),
    missedNow > 0
      ? {
          tone: 'bad',
          text: `${countText(missedNow, 'open incident')} ${missedNow === 1 ? 'is' : 'are'} past the target: decide for each who finishes it and by when.`,
          to: incidentsAt({ service: service.ref, phase: 'open,active,waiting', level_state: 'missed' }),
          figures: [backlog.key],
        }
      : null,
    risen
      ? {
          tone: 'warn',
          text: `Find the common cause behind ${risen.label}: ${risen.figure.change?.words ?? ''} incidents.`,
          to: `/reports/${report.ref}?figure=${risen.figure.key}`,
          figures: [risen.figure.key],
        }
      : null,
    grown && !risen
      ? {
          tone: 'warn',
          text: `Open work grows: more is opened than resolved. Find more hands, or what takes longer than before.`,
          to: incidentsAt({ service: service.ref, phase: 'open,active,waiting' }),
          figures: [backlog.key],
        }
      : null,
    ...routingAction(facts),
    ...supplierAction(facts),
    facts.agreements.length === 0
      ? {
          tone: 'warn',
          text: 'No agreement in force covers this service, so nothing is promised and nothing can be kept: agree on levels with those who use it.',
          to: `/services/${service.ref}`,
          figures: [],
        }
      : null,
    service.owner === null
      ? { tone: 'warn', text: 'Nobody owns this service: name the person who answers for it.', to: `/services/${service.ref}`, figures: [] }
      : null,
  ]
  return actions.filter((one) => one !== null)
}
