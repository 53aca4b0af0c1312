import { expect, test } from 'vitest'
import type { ChainPart, PromiseChain } from '../model/composition/answer.ts'
import { cheapestWords, costText } from './chain-words.ts'

const part = (
  title: string,
  raise: number | null,
  cost: number | null,
): Pick<ChainPart, 'ref' | 'title' | 'needed' | 'raise_minutes' | 'cost'> => ({
  ref: title === 'something that you may not see' ? '' : `CMP-${title}`,
  title,
  needed: raise === null ? null : 0.9999,
  raise_minutes: raise,
  cost,
})
const chain = (parts: readonly ReturnType<typeof part>[], underpinned = false) => ({
  parts,
  gap: { underpinned },
  period: { each: 'a month' } satisfies Partial<PromiseChain['period']>,
})

test('the cheapest part is told by money once every part that closes the gap has a price', () => {
  const parts = [part('Network', 40, 80), part('Store', 12, 1080), part('Door', null, null)]
  expect(cheapestWords(chain(parts), ['CMP-1', 'CMP-2'], 'EUR')).toBe(
    'Cheapest is Network: it closes the gap for 80 EUR a month, 1,000 EUR less than Store. By price: Network 80 EUR (40 minutes), Store 1,080 EUR (12 minutes).',
  )
})

test('with a price missing the smallest raise stays first, and it is said which price is missing', () => {
  const words = cheapestWords(chain([part('Network', 40, 80), part('Store', 12, null)]), ['CMP-1'], 'GBP')
  expect(words).toMatch(/^So far: Network 80 GBP .* Give a price for Store too/)
})

test('a part that would have to never fail, or that is hidden, needs no price', () => {
  const never = { ...part('Power', 22, null), needed: 1 }
  const hidden = part('something that you may not see', 5, null)
  expect(cheapestWords(chain([part('Network', 40, 80), hidden, never]), ['CMP-1'], 'EUR')).toBe(
    'Network is the only part that can close the gap alone: 80 EUR a month.',
  )
  expect(cheapestWords(chain([never]), ['CMP-1'], 'EUR')).toBeNull()
})

test('nothing is said without prices, without a gap, or when no part closes it alone', () => {
  expect(cheapestWords(chain([part('Store', 12, null)]), [], 'EUR')).toBeNull()
  expect(cheapestWords(chain([part('Store', 12, 5)], true), ['CMP-1'], 'EUR')).toBeNull()
  expect(cheapestWords(chain([part('Store', null, null)]), ['CMP-1'], 'EUR')).toBeNull()
})

test('small costs keep their cents', () => {
  expect([costText(12.345, 'EUR'), costText(12_345.6, ''), costText(0, 'CHF')]).toEqual(['12.35 EUR', '12,346', '0 CHF'])
})
