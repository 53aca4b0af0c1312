import type { TimesAlong } from '../model/composition/answer.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Context } from '../../../platform/records/context.ts'
import { type AgreementTerms, promiseFor } from '../model/book.ts'
import { timesAlong } from '../model/composition/gap.ts'
import { currentBook } from './book.ts'

type Named = Readonly<{ id: string; ref: string; title: string }>

const pointer = ({ id, ref, title }: Named): Named => ({ id, ref, title })

/**
 * For each promise about tickets of the service: the sum of what teams and suppliers promised for the same tickets, were each to have them in turn.
 * @param by its own team and supplier: their agreements that name no service count as well
 */
export const timesOf = async (
  db: Db,
  ctx: Context,
  service: string,
  by: readonly string[],
  sla: AgreementTerms | null,
): Promise<readonly TimesAlong[]> => {
  const book = await currentBook(db, ctx.registry, ctx.now)
  const covers = (one: AgreementTerms): boolean =>
    one.services.includes(service) || (one.services.length === 0 && one.provider !== null && by.includes(one.provider.id))
  const beneath = book.all.filter((one) => one.type !== 'sla' && covers(one) && one.from <= ctx.now && ctx.now < one.to)
  return (sla?.promises ?? []).flatMap((ours): readonly TimesAlong[] => {
    const segments = beneath.flatMap((agreement) => {
      const promise = promiseFor(agreement, ours.measure, ours.priority)
      return promise ? [{ agreement, promise }] : []
    })
    if (segments.length === 0) return []
    const along = timesAlong(
      ours.target_s,
      segments.map((one) => one.promise.target_s),
    )
    return [
      {
        measure: ours.measure,
        priority: ours.priority,
        target_s: ours.target_s,
        promise: pointer(ours),
        segments: segments.map(({ agreement, promise }) => ({
          agreement: pointer(agreement),
          promise: pointer(promise),
          target_s: promise.target_s,
        })),
        sum_s: along.sum,
        slack_s: along.slack,
        underpinned: along.underpinned,
        mixed: segments.some(({ promise }) => promise.calendar.id !== ours.calendar.id),
      },
    ]
  })
}
