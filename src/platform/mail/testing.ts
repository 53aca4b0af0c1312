import type { AddressInfo } from 'node:net'
import { callbackify } from 'node:util'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export type Postbox = Readonly<{
  url: string
  mails: ParsedMail[]
  /** What the server answers to a recipient; undefined takes it. */
  refuse: { with: (Error & { responseCode: number }) | undefined }
  [Symbol.asyncDispose]: () => Promise<void>
}>

export const refusal = (responseCode: number, words: string): Error & { responseCode: number } =>
  Object.assign(new Error(words), { responseCode })

/** A mail server on the loopback that keeps what it is given. */
export const postbox = async (): Promise<Postbox> => {
  const mails: ParsedMail[] = []
  const refuse: Postbox['refuse'] = { with: undefined }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, done) => done(refuse.with),
    onData: (stream, _session, done) => {
      const keep = async (): Promise<void> => {
        mails.push(await simpleParser(stream))
      }
      callbackify(keep)(done)
    },
  })
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', () => listening())
  })
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse,
    [Symbol.asyncDispose]: async () =>
      await new Promise<void>((closed) => {
        server.close(() => closed())
      }),
  }
}
