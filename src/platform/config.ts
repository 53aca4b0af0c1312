import { resolve } from 'node:path'
import { z } from 'zod'

/** An OpenID Connect provider that people may sign in with. */
export type ProviderConfig = Readonly<{
  name: string
  label: string
  issuer: string
  client_id: string
  client_secret: string
  scopes: string
  domains: readonly string[]
}>

export type Config = Readonly<{
  dataDir: string
  databaseUrl: string | undefined
  /** Loopback unless told otherwise. */
  host: string
  port: number
  /** When the port was chosen by the operator, a taken one is an error; else the next free one is used. */
  portIsFixed: boolean
  publicUrl: string | undefined
  logLevel: string
  /** What fills an empty data folder: the sample organisation, the same with a million incidents, or nothing. */
  sample: boolean | 'large'
  smtpUrl: string | undefined
  mailFrom: string
  providers: readonly ProviderConfig[]
  maxUploadBytes: number
  /** Passwords that records name but never hold: REEVE_SECRET_PROMETHEUS is the secret PROMETHEUS. */
  secrets: Readonly<Record<string, string>>
}>

const provider = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  label: z.string(),
  issuer: z.url(),
  client_id: z.string(),
  client_secret: z.string().default(''),
  scopes: z.string().default('openid profile email'),
  domains: z.array(z.string()).default([]),
})

const shape = z.object({
  REEVE_DATA: z.string().default('data'),
  DATABASE_URL: z.string().optional(),
  REEVE_HOST: z.string().default('127.0.0.1'),
  REEVE_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  REEVE_URL: z.url().optional(),
  REEVE_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
  REEVE_SAMPLE: z.enum(['yes', 'no', 'large']).default('yes'),
  REEVE_SMTP_URL: z.string().optional(),
  REEVE_MAIL_FROM: z.string().default('Reeve <reeve@localhost>'),
  REEVE_OIDC: z.string().default('[]'),
  REEVE_MAX_UPLOAD_MB: z.coerce.number().int().min(1).max(2000).default(250),
})

const secretsIn = (environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith('REEVE_SECRET_') && value ? [[name.slice('REEVE_SECRET_'.length), value]] : [],
    ),
  )

/** Reads the environment once; command-line words win over it. @throws Error naming the variable that is wrong and what it takes */
export const readConfig = (over: Partial<Config> = {}, environment: NodeJS.ProcessEnv = process.env): Config => {
  const read = shape.safeParse(environment)
  if (!read.success) throw new Error(`A setting does not fit:\n${z.prettifyError(read.error)}`)
  const env = read.data
  return {
    dataDir: resolve(env.REEVE_DATA),
    databaseUrl: env.DATABASE_URL,
    host: env.REEVE_HOST,
    port: env.REEVE_PORT ?? 7300,
    portIsFixed: env.REEVE_PORT !== undefined,
    publicUrl: env.REEVE_URL,
    logLevel: env.REEVE_LOG,
    sample: env.REEVE_SAMPLE === 'large' ? 'large' : env.REEVE_SAMPLE === 'yes',
    smtpUrl: env.REEVE_SMTP_URL,
    mailFrom: env.REEVE_MAIL_FROM,
    providers: z.array(provider).parse(JSON.parse(env.REEVE_OIDC)),
    maxUploadBytes: env.REEVE_MAX_UPLOAD_MB * 1024 * 1024,
    secrets: secretsIn(environment),
    ...over,
  }
}
