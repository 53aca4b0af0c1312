import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { invalid, Refusal } from '../../kernel/refusal.ts'

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const
const shortest = 12
const longest = 200

const argon2id = async (parameters: Argon2Parameters): Promise<Buffer> =>
  await new Promise((answer, fail) => {
    argon2('argon2id', parameters, (error, key) => (error ? fail(error) : answer(key)))
  })

/** Hashes at once and hashes waiting: more would take memory and the threads that files need. */
const atOnce = 2
const mostWaiting = 64
let running = 0
const waiting: (() => void)[] = []

/** @throws Refusal `sign_in_busy` */
const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running < atOnce) running++
  else {
    if (waiting.length >= mostWaiting)
      throw new Refusal('busy', 'sign_in_busy', 'Too many people are signing in at this moment. Try again in a few seconds.')
    // Whoever finishes hands its place over, so `running` stays as it is.
    await new Promise<void>((go) => waiting.push(go))
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')

/** Composed and decomposed letters look the same and are typed differently by different keyboards. */
const plain = (password: string): string => password.normalize('NFC')

/** @throws Refusal `password_short`, `password_long`, `password_simple` */
export const needGoodPassword = (password: string, email: string | null, path = 'password'): void => {
  const letters = Array.from(plain(password))
  if (letters.length < shortest)
    throw invalid(
      path,
      `A password needs ${shortest} characters or more; this one has ${letters.length}. Three or four words in a row are easy to remember.`,
      'password_short',
    )
  if (letters.length > longest) throw invalid(path, `A password has ${longest} characters at most.`, 'password_long')
  if (new Set(letters).size < 5 || plain(password).toLowerCase() === email?.toLowerCase())
    throw invalid(
      path,
      'This password is too easy to guess. Use words or characters that differ from each other and from your e-mail address.',
      'password_simple',
    )
}

/** @returns the hash as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>` */
export const hashPassword = async (password: string): Promise<string> => {
  const nonce = randomBytes(16)
  const hash = await inTurn(async () => await argon2id({ message: plain(password), nonce, tagLength: 32, ...cost }))
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(hash)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** The hash of nobody's password: checking it takes as long as a real one. */
const nobodys = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/**
 * Whether a password fits a hash. Without a hash (no such account, or one without a password) it takes the same time and says no.
 * @throws Error when the stored text is no argon2id hash: a defect
 */
export const passwordFits = async (password: string, hash: string | null): Promise<boolean> => {
  const [, memory, passes, parallelism, salt = '', expected = ''] = phc.exec(hash ?? nobodys) ?? []
  if (memory === undefined) throw new Error('a stored password hash is not argon2id')
  const wanted = Buffer.from(expected, 'base64')
  const message = plain(password.slice(0, longest * 4))
  const found = await inTurn(
    async () =>
      await argon2id({
        message,
        nonce: Buffer.from(salt, 'base64'),
        tagLength: wanted.length,
        memory: Number(memory),
        passes: Number(passes),
        parallelism: Number(parallelism),
      }),
  )
  return timingSafeEqual(found, wanted) && hash !== null
}

/** Whether a hash was made more cheaply than hashes are made now. */
export const isWeaker = (hash: string): boolean => {
  const [, memory, passes] = phc.exec(hash) ?? []
  return Number(memory) < cost.memory || Number(passes) < cost.passes
}
