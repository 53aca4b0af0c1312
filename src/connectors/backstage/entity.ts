import type { Problem } from '../../platform/imports/reader.ts'
import type { YamlDocument } from './documents.ts'
import { type EntityRef, readReference } from './reference.ts'

type Part = Readonly<Record<string, unknown>>

/** A catalogue entity whose envelope is right. */
export type Entity = Readonly<{
  kind: EntityKind
  ref: EntityRef
  namespace: string
  name: string
  title: string
  description: string
  tags: readonly string[]
  links: readonly Readonly<{ url: string; title: string }>[]
  annotations: Readonly<Record<string, string>>
  spec: Part
  file: string
  line: (path: readonly (string | number)[]) => number
}>

/** What each kind's spec must hold. */
const needs = {
  Component: ['type', 'lifecycle', 'owner'],
  API: ['type', 'lifecycle', 'owner', 'definition'],
  Resource: ['type', 'owner'],
  System: ['owner'],
  Domain: ['owner'],
  Group: ['type', 'children'],
  User: ['memberOf'],
  Location: [],
} as const
export type EntityKind = keyof typeof needs

const isKind = (text: string): text is EntityKind => Object.hasOwn(needs, text)
const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

export const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(text).filter((one) => one !== '') : [])

const versions = new Set(['backstage.io/v1alpha1', 'backstage.io/v1beta1'])
const nameShape = /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/i
const namespaceShape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

const linksOf = (value: unknown): Entity['links'] =>
  Array.isArray(value)
    ? value
        .filter(isPart)
        .map((one) => ({ url: text(one['url']), title: text(one['title']) || text(one['url']) }))
        .filter(({ url }) => /^https?:\/\//i.test(url))
    : []

/** Reads a document as an entity. Its problems name the line and the field; an entity of a kind that is no part of a catalogue is left out with a warning. */
export const readEntity = (document: YamlDocument): Entity | readonly Problem[] => {
  const problems: Problem[] = []
  const refuse = (path: readonly string[], rule: string, message: string): void =>
    void problems.push({ severity: 'refused', file: document.file, line: document.line(path), path: path.join('.'), rule, message })
  const { value } = document
  if (!isPart(value))
    return [
      {
        severity: 'refused',
        file: document.file,
        line: document.line([]),
        rule: 'envelope',
        message: 'This is not a catalogue entity: it needs apiVersion, kind and metadata.',
      },
    ]
  const kind = text(value['kind'])
  const apiVersion = text(value['apiVersion'])
  if (apiVersion !== '' && !apiVersion.startsWith('backstage.io/'))
    return [
      {
        severity: 'warning',
        file: document.file,
        line: document.line([]),
        path: 'apiVersion',
        rule: 'other_format',
        message: `${kind || 'A document'} of ${apiVersion.slice(0, 60)} is no part of a software catalogue and was left out.`,
      },
    ]
  if (!versions.has(apiVersion))
    refuse(
      ['apiVersion'],
      'envelope',
      `apiVersion must be backstage.io/v1alpha1 or backstage.io/v1beta1${apiVersion ? `, not “${apiVersion.slice(0, 60)}”` : '; it is missing'}.`,
    )
  if (!isKind(kind))
    refuse(
      ['kind'],
      'envelope',
      kind ? `The kind “${kind.slice(0, 60)}” is not known. Known are: ${Object.keys(needs).join(', ')}.` : 'The kind is missing.',
    )
  const metadata = isPart(value['metadata']) ? value['metadata'] : {}
  const name = text(metadata['name'])
  const namespace = text(metadata['namespace']) || 'default'
  if (name === '') refuse(['metadata', 'name'], 'required', 'metadata.name is missing.')
  else if (name.length > 63 || !nameShape.test(name))
    refuse(['metadata', 'name'], 'name', `“${name.slice(0, 80)}” is not a name: up to 63 letters and digits, with - _ . between them.`)
  if (namespace.length > 63 || !namespaceShape.test(namespace))
    refuse(
      ['metadata', 'namespace'],
      'name',
      `“${namespace.slice(0, 80)}” is not a namespace: small letters and digits, with - between them.`,
    )
  const spec = isPart(value['spec']) ? value['spec'] : {}
  if (isKind(kind))
    for (const field of needs[kind])
      if (spec[field] === undefined || spec[field] === null || spec[field] === '')
        refuse(['spec', field], 'required', `${kind} ${name || '(without a name)'}: spec.${field} is missing.`)
  if (problems.length > 0 || !isKind(kind)) return problems
  const profile = isPart(spec['profile']) ? spec['profile'] : {}
  // The definition of an API may be megabytes, and nothing of ours holds it.
  const { definition: _definition, ...kept } = spec
  return {
    kind,
    ref: readReference(name, { kind, namespace }) ?? `${kind}:${namespace}/${name}`.toLowerCase(),
    namespace: namespace.toLowerCase(),
    name,
    title: (text(metadata['title']) || text(profile['displayName']) || name).slice(0, 300),
    description: text(metadata['description']),
    tags: textsIn(metadata['tags']).map((one) => one.slice(0, 120)),
    links: linksOf(metadata['links']),
    annotations: isPart(metadata['annotations'])
      ? Object.fromEntries(Object.entries(metadata['annotations']).map(([key, one]) => [key, text(one)]))
      : {},
    spec: kept,
    file: document.file,
    line: document.line,
  }
}
