import type { Labels, Named } from './model.ts'
import { anyPart, at, isThere, listAt, partOf, refuse, requiredText, type Spot, shown, textAt, warn } from './spot.ts'

const longestDescription = 1050
const label63 = /^[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?$/
const dnsLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const dnsSubdomain = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/

/** A name of a document, also where another document refers to it. */
export const nameAt = (spot: Spot): string | null => {
  const name = requiredText(spot)
  if (name === null) return null
  if (name.length > 255 || !/^[a-zA-Z0-9]/.test(name) || !/^[\w.|/\\-]+$/.test(name))
    return refuse(
      spot,
      'name',
      `“${shown(name)}” is not a name: up to 63 small letters, digits and -, beginning and ending with a letter or digit.`,
    )
  if (!dnsLabel.test(name))
    warn(
      spot,
      'name',
      `“${shown(name)}” is no name that every tool takes: up to 63 small letters, digits and -, such as checkout-availability.`,
    )
  return name
}

/** Text of a description, told when it is longer than the standard allows. */
export const descriptionAt = (spot: Spot): string | null => {
  const text = textAt(spot)
  if (text !== null && text.length > longestDescription)
    warn(spot, 'description', `A description has at most ${longestDescription} characters; this one has ${text.length}.`)
  return text
}

const labelsAt = (spot: Spot): Labels => {
  if (!isThere(spot)) return {}
  const part = anyPart(spot)
  return Object.fromEntries(
    Object.keys(part ?? {}).map((key) => {
      const one = at(spot, key)
      if (!label63.test(key))
        warn(one, 'label_key', `“${shown(key)}” is not a label: up to 63 letters and digits, with - _ . between them.`)
      const values = Array.isArray(one.value) ? listAt(one).map((each) => textAt(each) ?? '') : [textAt(one) ?? '']
      return [key, values]
    }),
  )
}

const annotationsAt = (spot: Spot): Readonly<Record<string, string>> => {
  if (!isThere(spot)) return {}
  const part = anyPart(spot)
  return Object.fromEntries(
    Object.keys(part ?? {}).map((key) => {
      const one = at(spot, key)
      const cut = key.indexOf('/')
      const [prefix, name] = cut < 0 ? ['', key] : [key.slice(0, cut), key.slice(cut + 1)]
      if (!label63.test(name) || (cut >= 0 && (prefix.length > 253 || !dnsSubdomain.test(prefix))))
        warn(one, 'annotation_key', `“${shown(key)}” is not an annotation: a name, or a domain, a slash and a name.`)
      return [key, textAt(one) ?? '']
    }),
  )
}

/** Name, labels and annotations. `spec` gives the description. */
export const namedAt = (metadata: Spot, spec: Spot): Named | null => {
  if (!isThere(metadata)) return refuse(metadata, 'required', 'metadata is missing.')
  if (!partOf(metadata, ['name', 'displayName', 'labels', 'annotations'])) return null
  const name = nameAt(at(metadata, 'name'))
  const rest = {
    display_name: textAt(at(metadata, 'displayName')),
    description: descriptionAt(at(spec, 'description')),
    labels: labelsAt(at(metadata, 'labels')),
    annotations: annotationsAt(at(metadata, 'annotations')),
  }
  return name === null ? null : { name, ...rest }
}
