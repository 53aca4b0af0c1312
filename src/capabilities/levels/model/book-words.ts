import type { AgreementTerms, Book } from './book.ts'

const agreementTerms = (one: AgreementTerms): unknown => [
  one.id,
  one.type,
  one.provider,
  [...one.services].sort(),
  one.from,
  one.to,
  one.pauses_on,
  one.when_reopened,
  one.promises.map((promise) => [promise.id, promise.measure, promise.priority, promise.target_s, promise.warn_at, promise.calendar.id]).sort(),
]

/** Everything in a book that clocks depend on, as text: equal texts give equal clocks. */
export const termsOf = (book: Book): string => {
  const rules = new Map(book.all.flatMap((one) => one.promises.map((promise) => [promise.calendar.id, promise.calendar.rule] as const)))
  const agreements = [...book.all].sort((a, b) => (a.id < b.id ? -1 : 1)).map(agreementTerms)
  return JSON.stringify([agreements, [...rules].sort(([a], [b]) => (a < b ? -1 : 1))])
}
