import { createSocket, type Socket } from 'node:dgram'

/** Answers by name and record type: addresses for A (1), words for TXT (16). */
export type Zone = Readonly<Record<string, Readonly<{ type: 1 | 16; values: readonly string[] }>>>

const questionOf = (message: Buffer): Readonly<{ name: string; type: number; end: number }> => {
  const labels: string[] = []
  let at = 12
  for (let size = message[at] ?? 0; size > 0; size = message[at] ?? 0) {
    labels.push(message.subarray(at + 1, at + 1 + size).toString())
    at += size + 1
  }
  return { name: labels.join('.'), type: message.readUInt16BE(at + 1), end: at + 5 }
}

const dataOf = (type: number, value: string): Buffer =>
  type === 1 ? Buffer.from(value.split('.').map(Number)) : Buffer.concat([Buffer.from([value.length]), Buffer.from(value)])

/** A name server by RFC 1035 on a free port of this machine; names that are not in the zone do not exist. `silent.test` is never answered. */
export const nameServer = async (zone: Zone): Promise<Readonly<{ address: string; close: () => Promise<void> }>> => {
  const socket: Socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    const { name, type, end } = questionOf(message)
    if (name === 'silent.test') return
    const known = zone[name]
    const values = known?.type === type ? known.values : []
    const head = Buffer.alloc(12)
    message.copy(head, 0, 0, 2)
    head.writeUInt16BE(known ? 0x8180 : 0x8183, 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt16BE(values.length, 6)
    const answers = values.map((value) => {
      const data = dataOf(type, value)
      const record = Buffer.alloc(12)
      record.writeUInt16BE(0xc00c, 0)
      record.writeUInt16BE(type, 2)
      record.writeUInt16BE(1, 4)
      record.writeUInt32BE(60, 6)
      record.writeUInt16BE(data.length, 10)
      return Buffer.concat([record, data])
    })
    socket.send(Buffer.concat([head, message.subarray(12, end), ...answers]), from.port, from.address)
  })
  await new Promise<void>((ready) => socket.bind(0, '127.0.0.1', ready))
  return { address: `127.0.0.1:${socket.address().port}`, close: async () => await new Promise((closed) => socket.close(() => closed())) }
}
