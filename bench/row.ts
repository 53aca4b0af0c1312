/**
 * One line of a benchmark. `figure` in `unit`; `beside` is the limit or peer measured in the same run, in the same unit; `ratio` is figure / beside.
 * `reach` is the figure to reach, in words, and `met` whether it was.
 */
export type Row = Readonly<{ work: string; figure: number; unit: string; beside: number; ratio: number; reach: string; met: boolean }>

/** What each file of bench/ exports as `bench`. `args` are the words after the name on the command line, such as sizes. */
export type Bench = Readonly<{ name: string; run: (args: readonly string[]) => Promise<readonly Row[]> }>

/** Seconds of this process's CPU (user and system) that some work took. */
export const cpuSeconds = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
