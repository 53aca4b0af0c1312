/** A file with its path inside what was chosen or dropped. */
export type Chosen = Readonly<{ path: string; file: File }>

const fileOf = async (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject))

const childrenOf = async (folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> => {
  const reader = folder.createReader()
  const found: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return found
    found.push(...some)
  }
}

const skipped = new Set(['.git', 'node_modules', '.DS_Store'])

const walk = async (entry: FileSystemEntry, into: Chosen[]): Promise<void> => {
  if (skipped.has(entry.name)) return
  if (entry.isFile) into.push({ path: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry as FileSystemFileEntry) })
  else for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) await walk(child, into)
}

/** Everything that was dropped, folders with what is in them. */
export const droppedFiles = async (transfer: DataTransfer): Promise<readonly Chosen[]> => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) return chosenFiles(transfer.files)
  const found: Chosen[] = []
  for (const entry of entries) await walk(entry, found)
  return found
}

export const chosenFiles = (files: FileList | null): readonly Chosen[] =>
  [...(files ?? [])]
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }))
    .filter((one) => !one.path.split('/').some((part) => skipped.has(part)))

/** Whether a reader takes files of this name. */
export const accepted = (path: string, accepts: readonly string[]): boolean =>
  accepts.length === 0 || accepts.some((ending) => path.toLowerCase().endsWith(ending.toLowerCase()))
