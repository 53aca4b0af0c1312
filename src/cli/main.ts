import { Command, CommanderError } from 'commander'
import { isRefusal } from '../kernel/refusal.ts'
import { version } from '../version.ts'
import { openClient, Refused, type Where, type WithClient } from './client.ts'
import { recordCommands } from './records.ts'
import { importCommand } from './import.ts'
import { exportCommands } from './export.ts'
import { reportCommands } from './report.ts'
import { standingsCommand } from './standings.ts'
import { keepCommands } from './keep.ts'
import { note } from './print.ts'

/** Exit codes that scripts rely on: 0 done, 1 refused, 2 wrong words. */
const refused = 1
const usage = 2

const program = new Command('reeve')
  .description('Reeve from the command line. Without --url it works on the data folder of this machine.')
  .version(version)
  .option('--data <dir>', 'the data folder (usual: ./data or REEVE_DATA)')
  .option('--url <url>', 'a running Reeve instead of a data folder')
  .option('--token <token>', 'a personal token, with --url')
  .showHelpAfterError()
  .exitOverride()

const withClient: WithClient = async (work) => {
  const client = await openClient(program.opts<Where>())
  try {
    await work(client)
  } finally {
    await client.close()
  }
}

recordCommands(program, withClient)
importCommand(program, withClient)
reportCommands(program, withClient)
standingsCommand(program, withClient)
exportCommands(program, withClient)
keepCommands(program, () => program.opts<Where>())

// Whoever reads may stop reading: `reeve list ... | head` is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const lines = (problem: unknown): readonly string[] => {
  if (typeof problem !== 'object' || problem === null || !('issues' in problem) || !Array.isArray(problem.issues)) return []
  return problem.issues.map(
    (issue: { path?: string; message?: string; file?: string; line?: number }) =>
      `  ${[issue.file, issue.line, issue.path].filter((part) => part !== undefined && part !== '').join(':')}: ${issue.message ?? ''}`,
  )
}

try {
  await program.parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : usage
  else if (error instanceof Refused) {
    note(error.message)
    for (const line of lines(error.problem)) note(line)
    process.exitCode = refused
  } else if (isRefusal(error)) {
    note(error.message)
    process.exitCode = error.code === 'usage' ? usage : refused
  } else throw error
}
