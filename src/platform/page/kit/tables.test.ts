import { expect, it } from 'vitest'
import { csvOf, markdownOf } from './tables.ts'

it('quotes what must be quoted and keeps formulas from running', () => {
  expect(csvOf([['a,b', 'say "x"', '=1+1', '-5', '@me']])).toBe('"a,b","say ""x""",\'=1+1,-5,\'@me\r\n')
})
it('writes a Markdown table with bars escaped', () => {
  expect(markdownOf(['Name'], [['a|b']])).toBe('| Name |\n| --- |\n| a\\|b |')
})
