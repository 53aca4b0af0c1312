import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Millis } from '../../../kernel/instant.ts'
import type { Db } from '../../../platform/db/database.ts'
import { type Bundle, type BundleHow, bundleOf } from '../questions/bundle.ts'
import { type PageRow, publishedPages } from '../store/page.ts'

export type PublishHow = BundleHow &
  Readonly<{
    /** Where the static files of public pages stand: a folder each. */
    folder: string
    /** Asks for a job soon. */
    wake: (job: string) => void
  }>

export type Publisher = Readonly<{
  /** A page as it is now; drawn at most once in some seconds, however many ask. */
  fresh: (db: Db, page: PageRow, now: Millis) => Promise<Bundle>
  /** Writes every public page, and takes away the folders of those that are not public any more. @returns how many were written */
  publishAll: (db: Db, now: Millis) => Promise<number>
  /** Something that pages show has changed: called after the commit. */
  changed: () => void
}>

/** Milliseconds for which a drawn page is shown again; changes made through this process show at once. */
const keptFor = 10_000

/** The job that writes the files. */
export const publishJob = 'status.publish'

/** Readers of the folder see the old file or the new one, never a part. */
const writeWhole = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const part = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    await writeFile(part, text)
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

const writeBundle = async (folder: string, { page, files }: Bundle): Promise<void> => {
  // What says how old the page is comes last.
  for (const [name, text] of files) await writeWhole(join(folder, page.slug, name), text)
}

const isOurs = async (folder: string): Promise<boolean> =>
  await stat(join(folder, 'made.json')).then(
    () => true,
    () => false,
  )

const takeAwayOthers = async (folder: string, kept: ReadonlySet<string>): Promise<void> => {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of found)
    if (entry.isDirectory() && !kept.has(entry.name) && (await isOurs(join(folder, entry.name))))
      await rm(join(folder, entry.name), { recursive: true, force: true })
}

export const makePublisher = (how: PublishHow): Publisher => {
  const drawn = new Map<string, Bundle>()
  let changes = 0
  let last: Promise<unknown> = Promise.resolve()

  const publishNow = async (db: Db, now: Millis): Promise<number> => {
    const pages = (await publishedPages(db)).filter((page) => page.public)
    for (const page of pages) {
      const bundle = await bundleOf(db, page, now, how)
      await writeBundle(how.folder, bundle)
    }
    await takeAwayOthers(how.folder, new Set(pages.map((page) => page.slug)))
    return pages.length
  }

  /** One after the other, so that an older picture never overwrites a newer one. */
  const publishAll = async (db: Db, now: Millis): Promise<number> => {
    const mine = last.then(async () => await publishNow(db, now))
    last = mine.catch(() => undefined)
    return await mine
  }

  return {
    fresh: async (db, page, now) => {
      const known = drawn.get(page.id)
      if (known && now - known.made < keptFor && now >= known.made) return { ...known, page }
      const begun = changes
      const bundle = await bundleOf(db, page, now, how)
      // Drawn before a change that came meanwhile: right for who asked, not for who asks next.
      if (begun === changes) drawn.set(page.id, bundle)
      return bundle
    },
    publishAll,
    changed: () => {
      changes++
      drawn.clear()
      how.wake(publishJob)
    },
  }
}
