import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { Refusal } from '../kernel/refusal.ts'
import type { WithClient } from './client.ts'
import { note, out } from './print.ts'

const forms = ['openslo', 'prometheus-rules'] as const

/** `export openslo` and `export prometheus-rules`. */
export const exportCommands = (program: Command, withClient: WithClient): void => {
  program
    .command('export <form>')
    .description(`promises in the form of other tools: ${forms.join(', ')}`)
    .option('--agreement <ref>', 'only those of this agreement')
    .option('--service <ref>', 'only those about this service')
    .option('--out <file>', 'where to write it; standard output when absent')
    .action(async (form: string, options: { agreement?: string; service?: string; out?: string }) => {
      if (!forms.some((one) => one === form)) throw new Refusal('invalid', 'usage', `A form is one of ${forms.join(', ')}.`)
      const query = new URLSearchParams(
        Object.entries({ agreement: options.agreement, service: options.service }).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      )
      await withClient(async (client) => {
        const { bytes } = await client.call('GET', `/export/${form}${query.size > 0 ? `?${query.toString()}` : ''}`)
        if (options.out === undefined) return out(bytes.toString('utf8'))
        writeFileSync(options.out, bytes)
        note(`Written to ${options.out}`)
      })
    })
}
