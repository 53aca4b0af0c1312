import { spawn } from 'node:child_process'
import { closeSync, constants, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { asAccount } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'

/**
 * The keeper: a shell that runs the server and watches a named pipe (`run/hold`) which every Reeve process holds open.
 * The system closes a dead process's end, however it died, so the pipe's end of file means that nobody is left;
 * then, after a grace, the server is shut down. No process ids are compared and nothing is polled.
 * Holders write a line now and then: that fails once no keeper reads, and tells them that server and keeper are gone.
 *
 * Arguments: mark of an orderly leave, grace in seconds, process id of a running server to watch over (0 to start one),
 * the server's own note of its process, command.
 * Descriptor 3 is the reading end. The watching part survives a kill of the shell that waits.
 */
const KEEPER = `
leave=$1 grace=$2 running=$3 note=$4
shift 4
server=$running
if [ "$running" = 0 ]; then "$@" 3<&- & server=$!; fi
(
  came=1
  while [ $came = 1 ]; do
    came=0
    while read -r _ <&3; do came=1; done
    if [ $came = 1 ]; then
      if [ -e "$leave" ]; then rm -f "$leave"; else sleep "$grace" 3<&-; fi
    fi
  done
  kill -INT $server
) &
watch=$!
exec 3<&-
trap 'kill -INT $server' TERM INT
trap '' HUP
if [ "$running" = 0 ]; then
  while kill -0 $server 2>/dev/null; do wait $server; done
else
  while kill -0 $server 2>/dev/null && [ -e "$note" ]; do sleep 0.5; done
fi
kill $watch 2>/dev/null
exit 0
`

const leaveMark = (place: Place): string => join(place.run, 'leave')

/** One process's hold on the server. `beat` is false once no keeper reads the pipe. */
export type Hold = Readonly<{ note: string; beat(): boolean; release(leaving: boolean): void }>

const pipeOf = (place: Place): string => join(place.run, 'hold')

const isFull = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAGAIN'

const holdOf = (place: Place, pipe: number): Hold => {
  const note = `${process.pid}-${crypto.randomUUID()}`
  const file = join(place.run, 'holders', note)
  writeFileSync(file, '')
  const beat = (): boolean => {
    try {
      writeSync(pipe, '.\n')
      return true
    } catch (error) {
      return isFull(error)
    }
  }
  const release = (leaving: boolean): void => {
    rmSync(file, { force: true })
    if (leaving) writeFileSync(leaveMark(place), '')
    closeSync(pipe)
  }
  return { note, beat, release }
}

/** Takes hold of the server that runs; undefined when no keeper runs. */
export const takeHold = (place: Place): Hold | undefined => {
  let pipe: number
  try {
    pipe = openSync(pipeOf(place), constants.O_WRONLY | constants.O_NONBLOCK)
  } catch {
    return undefined
  }
  const hold = holdOf(place, pipe)
  if (hold.beat()) return hold
  hold.release(false)
  return undefined
}

/**
 * Starts a keeper that outlives this process for as long as any Reeve process holds the pipe, and takes hold.
 * @param running process id of a server without keeper, or 0 to start one
 * @param logFd where the server's log goes
 */
export const startKeeper = (place: Place, binaries: Binaries, graceSeconds: number, running: number, logFd: number): Hold => {
  // Both ends are opened here, so that there is no moment in which a keeper waits for a holder that has died.
  const both = openSync(pipeOf(place), constants.O_RDWR)
  const reader = openSync(pipeOf(place), constants.O_RDONLY)
  const writer = openSync(pipeOf(place), constants.O_WRONLY | constants.O_NONBLOCK)
  closeSync(both)
  const hold = holdOf(place, writer)
  hold.beat()
  rmSync(leaveMark(place), { force: true })
  const server = [join(binaries.bin, 'postgres'), '-D', place.cluster, '-k', place.run]
  const args = [
    '-c',
    KEEPER,
    'reeve-database',
    leaveMark(place),
    String(graceSeconds),
    String(running),
    join(place.cluster, 'postmaster.pid'),
    ...server,
  ]
  const child = spawn('/bin/sh', args, {
    cwd: '/',
    detached: true,
    env: binaries.env,
    stdio: ['ignore', logFd, logFd, reader],
    ...asAccount(place.account),
  })
  child.on('error', () => undefined)
  child.unref()
  closeSync(reader)
  return hold
}

/** Whether other holders seem to be alive. A hint only, for whether it is worth waiting for the server's end. */
export const others = (place: Place, hold: Hold): boolean => {
  const alive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0)
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'EPERM'
    }
  }
  const notes = join(place.run, 'holders')
  return readdirSync(notes).some((name) => {
    if (name === hold.note) return false
    if (alive(Number.parseInt(name, 10))) return true
    rmSync(join(notes, name), { force: true })
    return false
  })
}
