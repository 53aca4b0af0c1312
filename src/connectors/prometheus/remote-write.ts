import type { Reading, Sample } from '../../capabilities/signals/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type Gathering, gathering, meansByName, mostLabels, nameFault, notInTime, setLabel, valueFault } from '../gather.ts'
import { type Labels, labelAt, labelsIn } from './labels.ts'
import { unpackSnappy } from './snappy.ts'
import { brokenAt, type Cursor, cursorOf, endOf, int64, skip, varint } from './wire.ts'

/** The longest message that is read, unpacked. */
const longestMessage = 32 * 1024 * 1024

// Tags of prometheus.WriteRequest (field number, wire type): types.proto and remote.proto of Prometheus.
const timeseries = 0x0a
const metadata = 0x1a
const label = 0x0a
const sample = 0x12
const nativeHistogram = 0x22
const sampleValue = 0x09
const sampleTime = 0x10

/** Types by number in MetricMetadata: 1 counter, 2 gauge, 3 histogram, 4 gauge histogram, 5 summary, 6 info, 7 state set. */
type Types = ReadonlyMap<string, number>

const readMetadata = (cursor: Cursor, end: number, types: Map<string, number>): void => {
  let type = 0
  let family = ''
  while (cursor.at < end) {
    const tag = varint(cursor)
    if (tag === 0x08) type = varint(cursor)
    else if (tag === 0x12) {
      const until = endOf(cursor, end)
      family = Buffer.from(cursor.bytes.subarray(cursor.at, until)).toString('utf8')
      cursor.at = until
    } else skip(cursor, tag & 7, end)
  }
  if (type > 0) types.set(family, type)
}

/** Goes over the message once without reading its series: what the types of its metrics are, and whether it is of this version. */
const survey = (cursor: Cursor): Types => {
  const types = new Map<string, number>()
  const { length } = cursor.bytes
  let hasSeries = false
  let hasSecond = false
  while (cursor.at < length) {
    const tag = varint(cursor)
    if (tag === metadata) readMetadata(cursor, endOf(cursor, length), types)
    else {
      hasSeries ||= tag === timeseries
      // Field 4 of version 2.0 holds its symbols; version 1 has no such field.
      hasSecond ||= tag === 0x22
      skip(cursor, tag & 7, length)
    }
  }
  if (hasSecond && !hasSeries)
    throw new Refusal(
      'invalid',
      'remote_write_version',
      'This is remote write 2.0. Set protobuf_message: prometheus.WriteRequest (version 1) in the sender.',
    )
  cursor.at = 0
  return types
}

/** A type that the message gives decides; without one the name does. Counters may be listed with or without their _total. */
const meansOf = (name: string, types: Types): Sample['means'] => {
  const type = types.size === 0 ? undefined : (types.get(name) ?? types.get(name.replace(/_total$/, '')))
  if (type === undefined) return meansByName(name)
  return type === 1 ? 'total' : 'gauge'
}

/** What the samples of one series share. */
type Head = Readonly<{ name: string; labels: Readonly<Record<string, string>>; means: Sample['means']; fault: string | null }>

type Heads = Readonly<{ labels: Labels; types: Types; means: Map<string, Sample['means']> }>

/** Reads the labels that stand from the cursor on, as many as follow one another. */
const readHead = (heads: Heads, cursor: Cursor, end: number): Head => {
  const labels: Record<string, string> = {}
  let name = ''
  let count = 0
  let fault: string | null = null
  while (cursor.at < end && cursor.bytes[cursor.at] === label) {
    cursor.at++
    const read = labelAt(heads.labels, endOf(cursor, end))
    if (read.name === '__name__') name = read.value
    else {
      count++
      fault ??= read.fault
      // A label without value is no label (remote write 1.0: empty labels must not be sent).
      if (read.value !== '' && count <= mostLabels) {
        if (read.name === '__proto__') setLabel(labels, read.name, read.value)
        else labels[read.name] = read.value
      }
    }
  }
  let means = heads.means.get(name)
  if (means === undefined) {
    means = meansOf(name, heads.types)
    heads.means.set(name, means)
  }
  return { name, labels, means, fault: fault ?? nameFault(name, count) }
}

export const noNativeHistograms = 'native histograms are not read; send histograms with buckets'

/** The bits of Prometheus' stale marker: the series has ended, no number is told. */
const isStale = (low: number, high: number): boolean => high === 0x7ff00000 && low === 2

const readSample = (into: Gathering, head: Head, cursor: Cursor, end: number): void => {
  let value = 0
  let at = 0
  let stale = false
  while (cursor.at < end) {
    const tag = varint(cursor)
    if (tag === sampleValue) {
      if (cursor.at + 8 > end) throw brokenAt(cursor, 'a value ends too early')
      value = cursor.view.getFloat64(cursor.at, true)
      stale = value !== value && isStale(cursor.view.getUint32(cursor.at, true), cursor.view.getUint32(cursor.at + 4, true))
      cursor.at += 8
    } else if (tag === sampleTime) at = int64(cursor)
    else skip(cursor, tag & 7, end)
  }
  if (cursor.at !== end) throw brokenAt(cursor, 'a sample runs past its end')
  if (stale) return
  const fault = head.fault ?? valueFault(value, at)
  if (fault) into.refuse(fault, () => (fault === notInTime ? `${head.name} at ${at}` : head.name))
  else into.samples.push({ name: head.name, labels: head.labels, at, value, means: head.means })
}

const readSeries = (into: Gathering, heads: Heads, cursor: Cursor, end: number): void => {
  let head = readHead(heads, cursor, end)
  while (cursor.at < end) {
    const tag = varint(cursor)
    if (tag === sample) readSample(into, head, cursor, endOf(cursor, end))
    else if (tag === nativeHistogram) {
      into.refuse(noNativeHistograms, () => head.name)
      skip(cursor, 2, end)
    } else if (tag === label) {
      // Labels come first in every known sender; protobuf allows them later.
      cursor.at--
      const more = readHead(heads, cursor, end)
      head = { ...more, name: more.name || head.name, labels: { ...head.labels, ...more.labels }, fault: head.fault ?? more.fault }
    } else skip(cursor, tag & 7, end)
  }
}

/**
 * Reads a Prometheus remote write 1.0 request: a Snappy block of a protobuf WriteRequest. Stale markers end a series and are left out.
 * Samples of one series share one object of labels.
 * @throws Refusal `too_large`, `not_snappy`, `not_protobuf`, `remote_write_version`
 */
export const readRemoteWrite = (body: Uint8Array): Reading => {
  const cursor = cursorOf(unpackSnappy(body, longestMessage))
  const types = survey(cursor)
  const into = gathering()
  const heads: Heads = { labels: labelsIn(cursor), types, means: new Map() }
  const { length } = cursor.bytes
  while (cursor.at < length) {
    const tag = varint(cursor)
    if (tag === timeseries) readSeries(into, heads, cursor, endOf(cursor, length))
    else skip(cursor, tag & 7, length)
  }
  return into.reading()
}
