import pino from 'pino'

/** Structured log lines on standard error; words for people go through `say`. */
export type Log = pino.Logger

export const makeLog = (level: string): Log =>
  pino(
    { level, redact: ['req.headers.cookie', 'req.headers.authorization', 'password', '*.password'], base: null },
    pino.destination({ fd: 2, sync: true }),
  )

/** One sentence for the person at the terminal. Standard output is kept for data. */
export const say = (message: string): void => {
  process.stderr.write(`[reeve] ${message}\n`)
}
