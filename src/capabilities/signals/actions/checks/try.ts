import { isRefusal } from '../../../../kernel/refusal.ts'
import { causeOf, type Reach } from '../../../../platform/http/outside.ts'
import type { CheckType, Outcome } from '../../model/check.ts'
import type { Try } from './ask.ts'
import { tryDns } from './dns.ts'
import { tryHttp } from './http.ts'
import { tryIcmp } from './icmp.ts'
import { tryTcp } from './tcp.ts'
import { tryTls } from './tls.ts'

const ways: Readonly<Record<Exclude<CheckType, 'heartbeat'>, (one: Try) => Promise<Outcome>>> = {
  http: tryHttp,
  tcp: tryTcp,
  dns: tryDns,
  tls: tryTls,
  icmp: tryIcmp,
}

const cannot = new Set(['address_refused', 'address_scheme', 'not_here'])

/** Tries once. Never throws: what goes wrong is the outcome. An address that Reeve does not call is no failure of whoever is there. */
export const tryOnce = async (type: Exclude<CheckType, 'heartbeat'>, one: Omit<Try, 'reach'>): Promise<Outcome> => {
  const { allow, resolve } = one.how
  const reach: Reach = {
    private: one.must.private === true,
    ...(allow === undefined ? {} : { allow }),
    ...(resolve === undefined ? {} : { resolve }),
  }
  try {
    return await ways[type]({ ...one, reach })
  } catch (error) {
    if (isRefusal(error)) return { result: cannot.has(error.code) ? 'cannot' : 'failed', ms: null, text: error.message }
    return { result: 'failed', ms: null, text: `${one.target}: ${causeOf(error)}.` }
  }
}
