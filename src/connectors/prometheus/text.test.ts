import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedText } from '../../../test/oracles/shared.ts'
import { readPrometheusText } from './text.ts'

const example = sharedText('data/telemetry-payloads/prometheus-text-0.0.4-example.prom')

const refusalOf = (read: () => unknown): unknown => {
  try {
    read()
  } catch (error) {
    return error
  }
  return null
}

describe('the Prometheus text format', () => {
  it.skipIf(example === null)('reads the example of its documentation', () => {
    const { samples, distributions, refused } = readPrometheusText(example ?? '')
    expect(samples).toHaveLength(19)
    expect(samples.slice(0, 4)).toEqual([
      { name: 'http_requests_total', labels: { method: 'post', code: '200' }, at: 1_395_066_363_000, value: 1027, means: 'total' },
      { name: 'http_requests_total', labels: { method: 'post', code: '400' }, at: 1_395_066_363_000, value: 3, means: 'total' },
      {
        name: 'msdos_file_access_time_seconds',
        labels: { path: 'C:\\DIR\\FILE.TXT', error: 'Cannot find file:\n"FILE.TXT"' },
        at: null,
        value: 1_458_255_915,
        means: 'gauge',
      },
      { name: 'metric_without_timestamp_and_labels', labels: {}, at: null, value: 12.47, means: 'gauge' },
    ])
    expect(samples.filter((one) => one.name.startsWith('rpc_duration_seconds')).map((one) => one.means)).toEqual([
      ...Array.from({ length: 5 }, () => 'gauge'),
      'total',
      'total',
    ])
    expect(distributions).toEqual([
      {
        name: 'http_request_duration_seconds',
        labels: {},
        at: null,
        means: 'total',
        count: 144_320,
        sum: 53_423,
        min: null,
        max: null,
        bounds: [0.05, 0.1, 0.2, 0.5, 1],
        counts: [24_054, 9_390, 66_948, 28_997, 4_599, 10_332],
      },
    ])
    // The example's line of UTF-8 names tells no value, and one of its values is infinite.
    expect(refused).toEqual([
      { reason: 'a line has no value', count: 1, example: 'line 10: {"my.dotted.metric", "error.message"="Not Found"}' },
      {
        reason: 'the value is not a finite number',
        count: 1,
        example: 'line 16: something_weird{problem="division by zero"} +Inf -3982045',
      },
    ])
  })

  it('reads quoted names, escapes and negative times', () => {
    expect(readPrometheusText('{"my.metric","a.b"="c\\\\d\\n"} -1.5e3 -3982045\n').samples).toEqual([
      { name: 'my.metric', labels: { 'a.b': 'c\\d\n' }, at: -3_982_045, value: -1500, means: 'gauge' },
    ])
    expect(readPrometheusText('a { b = "1" , } .5\r\nc\t+4\t9').samples.map((one) => [one.name, one.labels, one.value, one.at])).toEqual([
      ['a', { b: '1' }, 0.5, null],
      ['c', {}, 4, 9],
    ])
  })

  it('lets the type decide over the name', () => {
    const means = (type: string) =>
      readPrometheusText(`# HELP x_count something\n# TYPE x_count ${type}\nx_count 1\n`).samples.map((one) => one.means)
    expect([means('gauge'), means('counter'), means('untyped')]).toEqual([['gauge'], ['total'], ['total']])
  })

  it('makes a distribution of each series of a histogram', () => {
    const text = ['a', 'b']
      .map((job) => `x_bucket{job="${job}",le="1"} 2\nx_bucket{le="+Inf",job="${job}"} 5\nx_sum{job="${job}"} 9\nx_count{job="${job}"} 5\n`)
      .join('')
    const read = readPrometheusText(`# TYPE x histogram\n${text}`)
    expect(read.samples).toHaveLength(8)
    expect(read.distributions.map(({ labels, bounds, counts }) => [labels, bounds, counts])).toEqual([
      [{ job: 'a' }, [1], [2, 3]],
      [{ job: 'b' }, [1], [2, 3]],
    ])
    const reasons = (lines: string) => readPrometheusText(`# TYPE x histogram\n${lines}`).refused.map((one) => [one.reason, one.example])
    expect(reasons('x_bucket{le="1"} 2\n')).toEqual([['a histogram has no bucket +Inf', 'line 2: x']])
    expect(reasons('x_bucket{le="1"} 2\nx_bucket{le="+Inf"} 1\n')).toEqual([["a histogram's cumulative counts fall", 'line 2: x']])
    expect(reasons('x_bucket{le="+Inf"} 1\nx_count 2\n')).toEqual([["a histogram's bucket +Inf is not its count", 'line 2: x']])
  })

  it('counts what it cannot read, and says on which lines', () => {
    const { samples, refused } = readPrometheusText(
      'ok 1\na{b="c} 1\nd one\ne NaN\nf 1 2 3\n9x 1\ng{h="1",h="2"} 1\ni{j=1} 1\nk 1 1.5\nok 2',
    )
    expect(samples.map((one) => one.value)).toEqual([1, 2])
    expect(refused.map(({ reason, example: line }) => [reason, line?.slice(0, 6)])).toEqual([
      ["a label's value does not stand in quotes", 'line 2'],
      ['the value is not a number', 'line 3'],
      ['the value is not a finite number', 'line 4'],
      ['there is more on a line than name, labels, value and time', 'line 5'],
      ['a line has no metric name', 'line 6'],
      ['a label is there twice', 'line 7'],
      ['the time cannot be read', 'line 9'],
    ])
    const labels = Array.from({ length: 65 }, (_, index) => `l${index}="v"`).join(',')
    expect(readPrometheusText(`x{${labels}} 1\ny{a="${'v'.repeat(100_000)}"} 1`).refused.map((one) => one.reason)).toEqual([
      'a series has more than 64 labels',
      'a line is longer than 100000 signs',
    ])
    const many = readPrometheusText('x NaN\n'.repeat(100))
    expect(many.refused[0]?.count).toBe(100)
    expect(many.refused[0]?.example?.split('; ')).toHaveLength(5)
  })

  it('never throws anything but a refusal', () => {
    const piece = fc.constantFrom(
      'a',
      '{',
      '}',
      '"',
      '\\',
      '=',
      ',',
      ' ',
      '\n',
      '1',
      '#',
      'NaN',
      '# TYPE a histogram\n',
      'a_bucket{le="1"} 1\n',
      '\u0000',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => void readPrometheusText(pieces.join(''))),
      { numRuns: 1000 },
    )
  })
})

describe('OpenMetrics', () => {
  const text =
    '# TYPE foo counter\n# UNIT foo seconds\nfoo_total{a="b"} 17.0 1520879607.789 # {trace_id="x"} 0.67\nfoo_created{a="b"} 1520430000.123\n# TYPE up stateset\nup{up="a"} 1\n# EOF\n'

  it('tells time in seconds, has counters end in _total, and leaves exemplars out', () => {
    const { samples, refused } = readPrometheusText(text, 'application/openmetrics-text; version=1.0.0; charset=utf-8')
    expect(refused).toEqual([])
    expect(samples).toEqual([
      { name: 'foo_total', labels: { a: 'b' }, at: 1_520_879_607_789, value: 17, means: 'total' },
      { name: 'foo_created', labels: { a: 'b' }, at: null, value: 1_520_430_000.123, means: 'gauge' },
      { name: 'up', labels: { up: 'a' }, at: null, value: 1, means: 'gauge' },
    ])
  })

  it('is refused as a whole when its end is missing', () => {
    const cut = text.replace('# EOF\n', '')
    expect(refusalOf(() => readPrometheusText(cut, 'application/openmetrics-text; version=1.0.0'))).toMatchObject({ code: 'cut_off' })
  })
})
