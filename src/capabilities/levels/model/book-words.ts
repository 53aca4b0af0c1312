import type { AgreementTerms, Book } from './book.ts'

const byId = (one: Readonly<{ id: string }>, other: Readonly<{ id: string }>): number => (one.id < other.id ? -1 : 1)

const agreementTerms = (one: AgreementTerms): unknown => [
  one.id,
  one.type,
  one.provider,
  [...one.services].sort(),
  one.from,
  one.to,
  one.pauses_on,
  one.when_reopened,
  [...one.promises]
    .sort(byId)
    .map((promise) => [promise.id, promise.measure, promise.priority, promise.target_s, promise.warn_at, promise.calendar.id]),
]

/** Everything in a book that clocks depend on, as text: equal texts give equal clocks. */
export const termsOf = (book: Book): string => {
  const rules = new Map(book.all.flatMap((one) => one.promises.map((promise) => [promise.calendar.id, promise.calendar.rule] as const)))
  const agreements = [...book.all].sort(byId).map(agreementTerms)
  return JSON.stringify([agreements, [...rules].sort(([a], [b]) => (a < b ? -1 : 1))])
}
