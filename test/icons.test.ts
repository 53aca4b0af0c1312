import { expect, test } from 'vitest'
import { kinds } from '../src/kinds.ts'
import { iconNames } from '../src/platform/page/kit/icon.tsx'

test('every kind has an icon that travels to the browser, so that the menu shows no dots', () => {
  const known = new Set(iconNames)
  expect(kinds.filter((kind) => !known.has(kind.icon)).map((kind) => `${kind.name}: ${kind.icon}`)).toEqual([])
})
