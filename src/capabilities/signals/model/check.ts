import type { Issue } from '../../../kernel/refusal.ts'

export type CheckType = 'http' | 'tcp' | 'dns' | 'tls' | 'icmp' | 'heartbeat'
export type DnsRecord = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'TXT'

/** What an answer must be like; the shape `check_assertions`. */
export type Assertions = Readonly<{
  method?: 'GET' | 'HEAD' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string
  status?: readonly (number | string)[]
  contains?: readonly string[]
  lacks?: readonly string[]
  answer_headers?: Readonly<Record<string, string>>
  within_ms?: number
  record?: DnsRecord
  values?: readonly string[]
  days_left?: number
  private?: boolean
}>

/** What one try came to. `cannot`: nothing was learnt, and that was not the target's fault. `ms` how long it took. */
export type Outcome = Readonly<{ result: 'good' | 'slow' | 'failed' | 'cannot'; ms: number | null; text: string }>

/** Seconds between tries at the least, and at the most. */
const shortest = 10
const longest = 366 * 86_400

/** Seconds after which a try is given up; for a heartbeat, how much later than its time it may come. */
export const timeoutOf = (check: Readonly<{ every: number; timeout: number | null }>): number => check.timeout ?? Math.min(10, check.every)

/** Failures in a row that mean down: a heartbeat has had its time already, others may lose a packet. */
export const failsAfter = (check: Readonly<{ check_type: CheckType; fails_after: number | null }>): number =>
  check.fails_after ?? (check.check_type === 'heartbeat' ? 1 : 2)

export type HostPort = Readonly<{ host: string; port: number }>

/** host:port, [address]:port, or a bare host when there is a usual port; null when it is none of these. */
export const hostPort = (target: string, usualPort?: number): HostPort | null => {
  const found = /^(?:\[([0-9a-f:.%]+)\]|([^\s:/[\]@]+))(?::(\d{1,5}))?$/i.exec(target)
  const host = found?.[1] ?? found?.[2]
  const port = found?.[3] === undefined ? usualPort : Number(found[3])
  return host === undefined || port === undefined || port < 1 || port > 65_535 ? null : { host, port }
}

const bareHost = /^(?:[0-9a-f:.%]+|[^\s:/[\]@-][^\s:/[\]@]*)$/i

const isWeb = (target: string): boolean =>
  URL.canParse(target) && /^https?:$/.test(new URL(target).protocol) && new URL(target).hostname !== ''

const targetIssue = (type: CheckType, target: string): string | null => {
  switch (type) {
    case 'http':
      return isWeb(target) ? null : 'Give an address of the web, such as https://example.org/health.'
    case 'tcp':
      return hostPort(target) ? null : 'Give host and port, such as mail.example.org:25.'
    case 'tls':
      return hostPort(target, 443) ? null : 'Give a host, or host and port, such as example.org:443.'
    case 'dns':
      return /^[^\s:/@[\]]{1,253}$/.test(target) ? null : 'Give a name, such as example.org.'
    case 'icmp':
      return bareHost.test(target) ? null : 'Give a name or an address, such as router.example.org.'
    case 'heartbeat':
      return target === '' ? null : 'A heartbeat has no target: it comes to Reeve. Leave it empty.'
  }
}

/** The host that a target names; null where it names none that Reeve connects to. */
export const hostOf = (type: CheckType, target: string): string | null => {
  if (type === 'http') return isWeb(target) ? new URL(target).hostname : null
  if (type === 'tcp' || type === 'tls') return hostPort(target, 443)?.host ?? null
  return type === 'icmp' && target !== '' ? target : null
}

type Fields = Readonly<Record<string, unknown>>
const numberIn = (fields: Fields, name: string): number | null => (typeof fields[name] === 'number' ? fields[name] : null)

/** What does not fit in a check's fields. */
export const checkIssues = (fields: Fields, type: CheckType): readonly Issue[] => {
  const found: Issue[] = []
  const target = typeof fields['target'] === 'string' ? fields['target'].trim() : ''
  const wrong = targetIssue(type, target)
  if (wrong) found.push({ path: 'target', rule: target === '' ? 'required' : 'target', message: wrong })
  const [every, timeout] = [numberIn(fields, 'every'), numberIn(fields, 'timeout')]
  if (every !== null && every < shortest)
    found.push({ path: 'every', rule: 'min', message: `A check runs every ${shortest} seconds at the most often.` })
  if (every !== null && every > longest) found.push({ path: 'every', rule: 'max', message: 'A check runs once a year at the least often.' })
  if (timeout !== null && timeout > longest) found.push({ path: 'timeout', rule: 'max', message: 'It cannot take longer than a year.' })
  if (timeout !== null && timeout < 1) found.push({ path: 'timeout', rule: 'min', message: 'Give it a second at least.' })
  if (type !== 'heartbeat' && every !== null && timeout !== null && timeout > every)
    found.push({ path: 'timeout', rule: 'order', message: 'It must give up before it tries again: at most as long as “Every”.' })
  return found
}
