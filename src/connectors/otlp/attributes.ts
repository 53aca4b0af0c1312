import { setLabel } from '../gather.ts'
import { type Fields, isRecord, textOf as jsonText } from '../json.ts'
import { fieldsOf, listOf } from './json.ts'

const deepest = 16

const plain = (value: Fields, depth: number): unknown => {
  if (depth > deepest) return '…'
  const [kind, held] = Object.entries(value).find(([, one]) => one !== undefined && one !== null) ?? []
  switch (kind) {
    case 'stringValue':
    case 'boolValue':
    case 'doubleValue':
      return held
    // JSON carries whole numbers of 64 bits as text.
    case 'intValue':
      return typeof held === 'string' && Number.isSafeInteger(Number(held)) ? Number(held) : held
    case 'bytesValue':
      return held instanceof Uint8Array ? Buffer.from(held).toString('base64') : held
    case 'arrayValue':
      return listOf(fieldsOf(held, 'arrayValue')['values'], 'values').map((one) => plain(fieldsOf(one, 'value'), depth + 1))
    case 'kvlistValue':
      return Object.fromEntries(
        listOf(fieldsOf(held, 'kvlistValue')['values'], 'values')
          .filter(isRecord)
          .map((one) => [jsonText(one['key']), plain(fieldsOf(one['value'], 'value'), depth + 1)]),
      )
    case undefined:
    default:
      return ''
  }
}

/** A value as text: text as it is, numbers and truth in words, bytes in base64, lists and maps as JSON. */
const textOf = (value: unknown): string => {
  const given = fieldsOf(value, 'value')
  const text = given['stringValue']
  return typeof text === 'string' ? text : jsonText(plain(given, 0))
}

/** Adds attributes to labels, under their own names after `prefix`; what was there under the same name gives way. */
export const addAttributes = (labels: Record<string, string>, attributes: unknown, prefix = ''): void => {
  for (const one of listOf(attributes, 'attributes')) {
    const { key, value } = fieldsOf(one, 'an attribute')
    setLabel(labels, prefix + (typeof key === 'string' ? key : ''), textOf(value))
  }
}
