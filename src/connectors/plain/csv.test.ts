import { describe, expect, it } from 'vitest'
import { sharedText } from '../../../test/oracles/shared.ts'
import { readPlainCsv } from './csv.ts'

const refusalOf = (read: () => unknown): unknown => {
  try {
    read()
  } catch (error) {
    return error
  }
  return null
}

describe('readings in a table', () => {
  it('have their series, value, time and labels in columns', () => {
    const csv = '\ufeffSeries,Value,At,means,room,"floor, wing"\r\nt,21.5,2016-03-01T09:00:00Z,,4,"2, east"\r\nc,7,1456822800,total,,\r\n'
    expect(readPlainCsv(csv)).toEqual({
      samples: [
        { name: 't', labels: { room: '4', 'floor, wing': '2, east' }, at: Date.UTC(2016, 2, 1, 9), value: 21.5, means: 'gauge' },
        { name: 'c', labels: {}, at: Date.UTC(2016, 2, 1, 9), value: 7, means: 'total' },
      ],
      distributions: [],
      refused: [],
    })
    expect(readPlainCsv('value;time\n1;2016-03-01 10:00:00\n', { name: 's', zone: 'Europe/Berlin' }).samples).toEqual([
      { name: 's', labels: {}, at: Date.UTC(2016, 2, 1, 9), value: 1, means: 'gauge' },
    ])
  })

  it('are counted with their lines when they cannot be taken', () => {
    const csv = 'name,value,timestamp\na,1,2016-03-01T09:00:00Z\na,NaN,1\na,,1\na,+Inf,1\na,2,2016-03-01 09:00:00\n,1,1\n\na,1,1,1\na,3,1\n'
    const { samples, refused } = readPlainCsv(csv)
    expect(samples.map((one) => one.value)).toEqual([1, 3])
    expect(refused).toEqual([
      { reason: 'the value is not a finite number', count: 2, example: 'line 3: a,NaN,1; line 5: a,+Inf,1' },
      { reason: 'a row has no value', count: 1, example: 'line 4: a,,1' },
      { reason: 'a time without zone: say in which zone it is meant', count: 1, example: 'line 6: a,2,2016-03-01 09:00:00' },
      { reason: 'a series has no name', count: 1, example: 'line 7: ,1,1' },
      { reason: 'a line has more cells than the header', count: 1, example: 'line 9: a,1,1,1' },
    ])
  })

  it('are refused as a whole when nobody says what they are', () => {
    expect(refusalOf(() => readPlainCsv('timestamp,value\n1,2\n'))).toMatchObject({ code: 'csv_header' })
    expect(refusalOf(() => readPlainCsv('a,b\n1,2\n', { name: 'n' }))).toMatchObject({ code: 'csv_header' })
    expect(refusalOf(() => readPlainCsv('', { name: 'n' }))).toMatchObject({ code: 'csv_header' })
    expect(refusalOf(() => readPlainCsv('name,value\n"a,1\n'))).toMatchObject({ code: 'not_csv' })
  })

  // Rows, first and last line of each file of the Numenta Anomaly Benchmark; times are local without a zone in the source.
  const files = [
    ['cpu_utilization_asg_misconfiguration', 18_050, '2014-05-14T01:14:00Z', 85.835],
    ['ec2_cpu_utilization_24ae8d', 4032, '2014-02-14T14:30:00Z', 0.132],
    ['ec2_cpu_utilization_5f5533', 4032, '2014-02-14T14:27:00Z', 51.846000000000004],
    ['ec2_network_in_257a54', 4032, '2014-04-10T00:04:00Z', 251_643],
    ['ec2_request_latency_system_failure', 4032, '2014-03-07T03:41:00Z', 45.868],
    ['elb_request_count_8c0756', 4032, '2014-04-10T00:04:00Z', 94],
    ['machine_temperature_system_failure', 22_695, '2013-12-02T21:15:00Z', 73.96732207],
    ['rds_cpu_utilization_cc0c53', 4032, '2014-02-14T14:30:00Z', 6.456],
  ] as const
  for (const [name, rows, begins, value] of files) {
    const csv = sharedText(`data/monitoring-metrics/${name}.csv.gz`)
    it.skipIf(csv === null)(`are read from ${name} whole`, () => {
      const { samples, refused } = readPlainCsv(csv ?? '', { name, zone: 'UTC' })
      expect(refused).toEqual([])
      expect(samples).toHaveLength(rows)
      expect(samples[0]).toEqual({ name, labels: {}, at: Date.parse(begins), value, means: 'gauge' })
      expect(readPlainCsv(csv ?? '', { name }).refused).toMatchObject([{ count: rows }])
    })
  }
})
