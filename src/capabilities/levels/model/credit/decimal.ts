/** Decimal amounts as text, computed exactly with integers and rounded once, at the end. */

const places = 12
const one = 10n ** BigInt(places)

/** A decimal ("1200.50", or a number such as 0.1 by its shortest writing) as an integer of 10^-12. */
const scaled = (value: string | number): bigint => {
  const text = typeof value === 'number' ? plainNumber(value) : value
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text) ?? []
  return BigInt(`${sign}${whole}${part.slice(0, places).padEnd(places, '0')}`)
}

/** Without an exponent: 1e-7 is written 0.0000001. */
const plainNumber = (value: number): string => (String(value).includes('e') ? value.toFixed(places) : String(value))

const halfUp = (value: bigint, by: bigint): bigint => (value < 0n ? -((-value * 2n + by) / (by * 2n)) : (value * 2n + by) / (by * 2n))

/** Digits after the point that amounts of a currency are paid in: 2 for GBP, 0 for JPY, 3 for KWD; 2 for an unknown one. */
export const minorDigits = (currency: string | null): number => {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency: currency ?? 'XXX' }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

const written = (minor: bigint, digits: number): string => {
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
  const sign = minor < 0n ? '-' : ''
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** `amount` x factors / divisor, rounded half up to `digits` places once. */
export const product = (amount: string, factors: readonly (string | number)[], divisor: number, digits: number): string => {
  const whole = factors.reduce((value: bigint, factor) => value * scaled(factor), scaled(amount))
  const by = one ** BigInt(factors.length + 1) * BigInt(divisor)
  return written(halfUp(whole * 10n ** BigInt(digits), by), digits)
}

/** Exact sum of decimal amounts. */
export const sumOf = (amounts: readonly string[], digits: number): string =>
  written(halfUp(amounts.reduce((all, each) => all + scaled(each), 0n) * 10n ** BigInt(digits), one), digits)

export const minus = (amount: string, less: string, digits: number): string =>
  written(halfUp((scaled(amount) - scaled(less)) * 10n ** BigInt(digits), one), digits)

/** -1, 0 or 1. */
export const compared = (a: string, b: string): number => {
  const [left, right] = [scaled(a), scaled(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
