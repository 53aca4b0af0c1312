import { parseDuration } from '../../kernel/duration.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { type DateFormat, readDay, readInstant } from '../../platform/imports/dates.ts'
import type { Field } from '../../platform/records/fields.ts'

/** How the cells of a file are written. */
export type Writing = Readonly<{ format: DateFormat | null; zone: string; decimal: '.' | ',' }>

/** A cell's value, or why it has none: `rule` for programs, `message` for people. */
export type Read = Readonly<{ value: unknown }> | Readonly<{ rule: string; message: string }>

const shown = (cell: string): string => `“${cell.length > 60 ? `${cell.slice(0, 60)}…` : cell}”`
const no = (rule: string, message: string): Read => ({ rule, message })

/** "1.234,50" or "1 234.50" as "1234.50"; null when it is no number. */
export const plainNumber = (cell: string, decimal: '.' | ','): string | null => {
  const group = decimal === ',' ? '.' : ','
  const bare = cell.replace(/[\s\u00a0\u202f']/g, '').replace(/^\((.*)\)$/, '-$1')
  const [whole = '', part, ...more] = bare.split(decimal)
  if (more.length > 0 || (part?.includes(group) ?? false)) return null
  const grouped = whole.includes(group)
  if (grouped && !new RegExp(`^[+-]?\\d{1,3}(\\${group}\\d{3})+$`).test(whole)) return null
  const plain = whole.replaceAll(group, '') + (part === undefined ? '' : `.${part}`)
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? plain.replace(/^\+/, '') : null
}

const withoutUnit = (cell: string): string => cell.replace(/^[^\d+\-.,('(]+/, '').replace(/[^\d.,)]+$/, '')

const numberIn = (cell: string, writing: Writing): number | null => {
  const text = plainNumber(withoutUnit(cell), writing.decimal)
  return text === null ? null : Number(text)
}

const yes = new Set(['true', 'yes', 'y', '1', 'x', 'on', 'ja', 'oui', 'si', 'sí', 'wahr', 'vrai'])
const not = new Set(['false', 'no', 'n', '0', 'off', 'nein', 'non', 'falsch', 'faux'])

/** Several values in one cell: cut at | or, without one, at ; */
export const severalIn = (cell: string): readonly string[] =>
  cell
    .split(cell.includes('|') ? '|' : cell.includes('\n') ? '\n' : ';')
    .map((one) => one.trim())
    .filter((one) => one !== '')

type Option = Readonly<{ value: string; label: string }>

/** A choice by its value or label, whatever the case; "2" finds "2 - High" as well. */
const optionFor = (options: readonly Option[], cell: string): string | undefined => {
  const word = cell.trim().toLowerCase()
  return options.find((one) => one.value.toLowerCase() === word || one.label.toLowerCase() === word)?.value
}

const choose = (options: readonly Option[], cell: string): Read => {
  const value = optionFor(options, cell)
  return value === undefined
    ? no('choice', `${shown(cell)} is none of: ${options.map((one) => one.label).join(', ')}. Map it to one of them.`)
    : { value }
}

const json = (cell: string): Read => {
  try {
    return { value: JSON.parse(cell) as unknown }
  } catch {
    return no('json', `${shown(cell)} is not JSON, which this field needs.`)
  }
}

const dated = (cell: string, writing: Writing, read: (format: DateFormat) => string | null): Read => {
  const found = writing.format === null ? null : read(writing.format)
  return found === null
    ? no('date', `${shown(cell)} is not a date that exists${writing.format ? ` in the format ${writing.format}` : ''}.`)
    : { value: found }
}

const durationIn = (cell: string): Read => {
  if (/^\d+$/.test(cell)) return { value: Number(cell) }
  try {
    return { value: parseDuration(cell) }
  } catch (error) {
    if (isRefusal(error)) return no('duration', error.message)
    throw error
  }
}

const shareIn = (cell: string, writing: Writing): Read => {
  const value = numberIn(cell.replace('%', ''), writing)
  if (value === null) return no('number', `${shown(cell)} is not a share, such as 95 % or 0.95.`)
  return { value: cell.includes('%') || value > 1 ? Number((value / 100).toPrecision(12)) : value }
}

/** Reads a cell that is not empty as the value of a field. Links stay as text: the mechanism finds the record. */
export const readCell = (field: Field, cell: string, writing: Writing): Read => {
  switch (field.type) {
    case 'text':
    case 'markdown':
    case 'link':
      return { value: cell }
    case 'number': {
      const value = numberIn(cell, writing)
      return value === null ? no('number', `${shown(cell)} is not a number.`) : { value }
    }
    case 'money': {
      const value = plainNumber(withoutUnit(cell), writing.decimal)
      return value === null
        ? no('number', `${shown(cell)} is not an amount such as 1200${writing.decimal}50.`)
        : { value: value.replace(/\.$/, '') }
    }
    case 'share':
      return shareIn(cell, writing)
    case 'duration':
      return durationIn(cell)
    case 'yes_no': {
      const word = cell.toLowerCase()
      return yes.has(word) ? { value: true } : not.has(word) ? { value: false } : no('yes_no', `${shown(cell)} is neither yes nor no.`)
    }
    case 'day':
      return dated(cell, writing, (format) => readDay(cell, format))
    case 'instant':
      return dated(cell, writing, (format) => readInstant(cell, format, writing.zone))
    case 'choice':
      return choose(field.options, cell)
    case 'choices': {
      const { options } = field
      if (options === 'open') return { value: severalIn(cell) }
      const read = severalIn(cell).map((one) => choose(options, one))
      return read.find((one) => 'rule' in one) ?? { value: read.map((one) => ('value' in one ? one.value : '')) }
    }
    case 'links':
      return { value: severalIn(cell) }
    case 'structure':
    case 'attributes':
      return json(cell)
  }
}

/** Text that a spreadsheet would run as a formula. */
export const looksLikeFormula = (cell: string): boolean => /^(=|@|[+-](?![\d\s.,(]))/.test(cell)
