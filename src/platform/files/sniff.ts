/** What a browser may show by itself; everything else is downloaded. */
export const shownTypes: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
])

/** How much of the beginning `typeOf` wants to see, in bytes. */
export const headSize = 4096

const startsWith = (head: Buffer, bytes: readonly number[], at = 0): boolean => bytes.every((byte, index) => head[at + index] === byte)
const ascii = (text: string): readonly number[] => [...Buffer.from(text, 'latin1')]

const magic = (head: Buffer): string | undefined => {
  if (startsWith(head, [0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (startsWith(head, ascii('GIF87a')) || startsWith(head, ascii('GIF89a'))) return 'image/gif'
  if (startsWith(head, ascii('RIFF')) && startsWith(head, ascii('WEBP'), 8)) return 'image/webp'
  if (startsWith(head, ascii('%PDF-'))) return 'application/pdf'
  return undefined
}

/** UTF-8 without control characters; the last character may be cut by the end of the head. */
const isText = (head: Buffer): boolean => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return !/(?![\t\n\f\r])\p{Cc}/u.test(text)
  } catch {
    return false
  }
}

const declarable = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,100}$/
/** Markup that is plain text by its bytes is still named as what it is, and so downloaded. */
const markup = /^\s*(?:<\?xml|<!doctype|<html|<svg|<script)/i

/**
 * The type of a file by what it holds, not by what its sender says: only then may a browser show it. Of other files the sender's word is
 * kept, as long as it does not claim to be something that is shown.
 */
export const typeOf = (head: Buffer, declared: string): string => {
  const found = magic(head)
  if (found) return found
  const claimed = declared.toLowerCase().split(';')[0]?.trim() ?? ''
  const word = declarable.test(claimed) && !shownTypes.has(claimed) ? claimed : 'application/octet-stream'
  const plain = isText(head) && !markup.test(head.toString('utf8'))
  return plain && word === 'application/octet-stream' ? 'text/plain' : word
}
