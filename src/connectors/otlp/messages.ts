import type { Message } from './protobuf.ts'

// Field numbers of opentelemetry-proto: common/v1/common.proto, resource/v1/resource.proto, metrics/v1/metrics.proto,
// collector/metrics/v1/metrics_service.proto. What a reading does not need is left out, and so skipped.

const anyValue: Message = {
  1: { name: 'stringValue', holds: 'string' },
  2: { name: 'boolValue', holds: 'bool' },
  3: { name: 'intValue', holds: 'int64' },
  4: { name: 'doubleValue', holds: 'double' },
  5: { name: 'arrayValue', holds: () => anyValues },
  6: { name: 'kvlistValue', holds: () => keyValues },
  7: { name: 'bytesValue', holds: 'bytes' },
}

const keyValue: Message = {
  1: { name: 'key', holds: 'string' },
  2: { name: 'value', holds: () => anyValue },
}

const anyValues: Message = { 1: { name: 'values', holds: () => anyValue, many: true } }
const keyValues: Message = { 1: { name: 'values', holds: () => keyValue, many: true } }

const attributes = { name: 'attributes', holds: () => keyValue, many: true } as const

const numberPoint: Message = {
  2: { name: 'startTimeUnixNano', holds: 'fixed64' },
  3: { name: 'timeUnixNano', holds: 'fixed64' },
  4: { name: 'asDouble', holds: 'double' },
  6: { name: 'asInt', holds: 'sfixed64' },
  7: attributes,
  8: { name: 'flags', holds: 'uint32' },
}

const histogramPoint: Message = {
  2: { name: 'startTimeUnixNano', holds: 'fixed64' },
  3: { name: 'timeUnixNano', holds: 'fixed64' },
  4: { name: 'count', holds: 'fixed64' },
  5: { name: 'sum', holds: 'double' },
  6: { name: 'bucketCounts', holds: 'fixed64', many: true },
  7: { name: 'explicitBounds', holds: 'double', many: true },
  9: attributes,
  10: { name: 'flags', holds: 'uint32' },
  11: { name: 'min', holds: 'double' },
  12: { name: 'max', holds: 'double' },
}

const buckets: Message = {
  1: { name: 'offset', holds: 'sint32' },
  2: { name: 'bucketCounts', holds: 'uint64', many: true },
}

const exponentialPoint: Message = {
  1: attributes,
  2: { name: 'startTimeUnixNano', holds: 'fixed64' },
  3: { name: 'timeUnixNano', holds: 'fixed64' },
  4: { name: 'count', holds: 'fixed64' },
  5: { name: 'sum', holds: 'double' },
  6: { name: 'scale', holds: 'sint32' },
  7: { name: 'zeroCount', holds: 'fixed64' },
  8: { name: 'positive', holds: () => buckets },
  9: { name: 'negative', holds: () => buckets },
  10: { name: 'flags', holds: 'uint32' },
  12: { name: 'min', holds: 'double' },
  13: { name: 'max', holds: 'double' },
  14: { name: 'zeroThreshold', holds: 'double' },
}

const quantile: Message = {
  1: { name: 'quantile', holds: 'double' },
  2: { name: 'value', holds: 'double' },
}

const summaryPoint: Message = {
  2: { name: 'startTimeUnixNano', holds: 'fixed64' },
  3: { name: 'timeUnixNano', holds: 'fixed64' },
  4: { name: 'count', holds: 'fixed64' },
  5: { name: 'sum', holds: 'double' },
  6: { name: 'quantileValues', holds: () => quantile, many: true },
  7: attributes,
  8: { name: 'flags', holds: 'uint32' },
}

const pointsOf = (point: Message): Message => ({
  1: { name: 'dataPoints', holds: () => point, many: true },
  2: { name: 'aggregationTemporality', holds: 'uint32' },
  3: { name: 'isMonotonic', holds: 'bool' },
})

const numbers = pointsOf(numberPoint)
const histogram = pointsOf(histogramPoint)
const exponential = pointsOf(exponentialPoint)
const summary = pointsOf(summaryPoint)

const metric: Message = {
  1: { name: 'name', holds: 'string' },
  5: { name: 'gauge', holds: () => numbers },
  7: { name: 'sum', holds: () => numbers },
  9: { name: 'histogram', holds: () => histogram },
  10: { name: 'exponentialHistogram', holds: () => exponential },
  11: { name: 'summary', holds: () => summary },
}

const scope: Message = { 1: { name: 'name', holds: 'string' }, 3: attributes }

const scopeMetrics: Message = {
  1: { name: 'scope', holds: () => scope },
  2: { name: 'metrics', holds: () => metric, many: true },
}

const resource: Message = { 1: attributes }

const resourceMetrics: Message = {
  1: { name: 'resource', holds: () => resource },
  2: { name: 'scopeMetrics', holds: () => scopeMetrics, many: true },
}

export const exportMetricsRequest: Message = { 1: { name: 'resourceMetrics', holds: () => resourceMetrics, many: true } }
