import { searchable } from '../records/words.ts'

const before = 40
const length = 160

/** As many signs as the text has, so that places in one are places in the other. */
const plain = (signs: readonly string[]): string => signs.map((sign) => searchable(sign).toLowerCase().charAt(0) || ' ').join('')

/**
 * The part of a text around the first place where one of the words begins, cut at blanks; null when none of them is in it.
 * Accents do not matter.
 */
export const excerptOf = (text: string, words: string): string | null => {
  const signs = Array.from(text.slice(0, 20_000).replaceAll(/\s+/g, ' '))
  const flat = plain(signs)
  const wanted =
    searchable(words)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const places = wanted.flatMap((word) => {
    const at = ` ${flat}`.search(new RegExp(`[^\\p{L}\\p{N}]${word}`, 'u'))
    return at < 0 ? [] : [at]
  })
  if (places.length === 0) return null
  const at = Math.min(...places)
  const start = at <= before ? 0 : Math.max(0, flat.indexOf(' ', at - before)) + 1
  const from = start > at ? Math.max(0, at - before) : start
  const whole = signs.slice(from, from + length)
  const last = from + length >= signs.length ? whole.length : whole.lastIndexOf(' ')
  const cut = whole
    .slice(0, last > 0 ? last : whole.length)
    .join('')
    .trim()
  return `${from > 0 ? '… ' : ''}${cut}${from + length < signs.length ? ' …' : ''}`
}
