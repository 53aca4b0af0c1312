import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { Refusal } from '../kernel/refusal.ts'
import type { WithClient } from './client.ts'
import { json, note, out } from './print.ts'

const formats = ['html', 'pdf', 'json'] as const

/** `report service` and `figures`. */
export const reportCommands = (program: Command, withClient: WithClient): void => {
  program
    .command('report <type>')
    .description('a report: reeve report service --service SVC-3 --period 2016-03 --format pdf --out march.pdf')
    .requiredOption('--service <ref>', 'the service')
    .requiredOption('--period <period>', '2016-03, 2016-Q1 or 2016')
    .option('--format <format>', formats.join(', '), 'html')
    .option('--out <file>', 'where to write it; standard output when absent')
    .option('--issue', 'issue it: frozen as it is now')
    .action(async (type: string, options: { service: string; period: string; format: string; out?: string; issue?: boolean }) => {
      if (type !== 'service') throw new Refusal('invalid', 'usage', `There is no report “${type}”. There is: service.`)
      if (!formats.some((one) => one === options.format)) throw new Refusal('invalid', 'usage', `A format is one of ${formats.join(', ')}.`)
      await withClient(async (client) => {
        const made = (
          await client.call('POST', '/reports/service', { service: options.service, period: options.period, issue: options.issue === true })
        ).body as { item: { ref: string } }
        const { ref } = made.item
        const path = options.format === 'json' ? 'facts' : options.format
        const { bytes } = await client.call('GET', `/reports/${ref}/${path}`)
        if (options.out) {
          writeFileSync(options.out, bytes)
          note(`${ref} written to ${options.out}`)
        } else if (options.format === 'pdf') throw new Refusal('invalid', 'usage', 'Say where to write the PDF: --out FILE')
        else out(bytes.toString('utf8'))
      })
    })
  program
    .command('figures <what>')
    .description('figures made from the records: incidents, downtime')
    .option('--source <name>', 'only records of this source')
    .option('--json', 'as JSON (the usual form)')
    .action(async (what: string, options: { source?: string }) => {
      await withClient(async (client) =>
        json(
          (
            await client.call(
              'GET',
              `/figures/${encodeURIComponent(what)}${options.source ? `?source=${encodeURIComponent(options.source)}` : ''}`,
            )
          ).body,
        ),
      )
    })
}
