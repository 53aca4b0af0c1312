import { spawnSync } from 'node:child_process'
import { Refusal } from '../../kernel/refusal.ts'

/** An unprivileged account of this machine; `name` is undefined for a user id that has no entry among the machine's users. */
export type Account = Readonly<{ name: string | undefined; uid: number; gid: number }>

const number = (args: readonly string[]): number | undefined => {
  const ran = spawnSync('id', args, { encoding: 'utf8' })
  return ran.status === 0 ? Number(ran.stdout.trim()) : undefined
}

const named = (name: string): Account | undefined => {
  const uid = number(['-u', name])
  const gid = number(['-g', name])
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { name, uid, gid }
}

/** The name of a user id, or undefined when the machine knows none (common in containers). */
export const nameOf = (uid: number): string | undefined => {
  const ran = spawnSync('id', ['-nu', String(uid)], { encoding: 'utf8' })
  return ran.status === 0 ? ran.stdout.trim() : undefined
}

/**
 * The account that the database runs under. PostgreSQL refuses root, so root lends it another one: the owner of the cluster that
 * is there already, else `reeve`, `postgres` or `nobody`. Undefined when Reeve is not root: the database runs as Reeve does.
 *
 * @throws Refusal `no_account`
 */
export const databaseAccount = (owner: Readonly<{ uid: number; gid: number }> | undefined): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined
  if (owner && owner.uid !== 0) return { name: nameOf(owner.uid), uid: owner.uid, gid: owner.gid }
  const account = named('reeve') ?? named('postgres') ?? named('nobody')
  if (account) return account
  throw new Refusal(
    'unavailable',
    'no_account',
    'PostgreSQL does not run as root, and this machine has no user reeve, postgres or nobody. Make one (useradd --system reeve), run Reeve as an ordinary user, or set DATABASE_URL.',
  )
}

/** Options of a child process that is to run under the account. */
export const asAccount = (account: Account | undefined): { uid?: number; gid?: number } =>
  account ? { uid: account.uid, gid: account.gid } : {}

/** Whether the account can enter the folder (each parent counts). */
export const canEnter = (account: Account, folder: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', stdio: 'ignore', uid: account.uid, gid: account.gid }).status === 0
