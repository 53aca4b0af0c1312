const places = 10

const scaled = (amount: string): bigint => {
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount) ?? []
  return BigInt(`${sign}${whole}${part.slice(0, places).padEnd(places, '0')}`)
}

const unscaled = (value: bigint): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0')
  const part = digits.slice(-places).replace(/0+$/, '').padEnd(2, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}.${part}`
}

export type Sum = Readonly<{ currency: string; amount: string }>

/** Decimal amounts added up for each currency, exactly; the largest first. */
export const sumsByCurrency = (amounts: readonly Sum[]): readonly Sum[] => {
  const sums = new Map<string, bigint>()
  for (const { currency, amount } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + scaled(amount))
  return [...sums]
    .sort((a, b) => (a[1] < b[1] ? 1 : a[1] > b[1] ? -1 : 0))
    .map(([currency, value]) => ({ currency, amount: unscaled(value) }))
}
