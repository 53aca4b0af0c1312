import type { Kind } from '../../records/kind.ts'
import type { Session } from '../client/shapes.ts'
import { menuContributed } from '../registry/contributions.ts'
import { allKinds } from '../registry/kinds.ts'
import { can } from '../session/session.ts'

export type MenuDesk = 'run' | 'plan' | 'steer' | 'admin'
export type MenuLine = Readonly<{ label: string; icon: string; to: string; search?: Readonly<Record<string, string>>; kind?: Kind }>
export type MenuGroup = Readonly<{ title: string; lines: readonly MenuLine[] }>

export const desks: readonly Readonly<{ name: MenuDesk; label: string; about: string; icon: string }>[] = [
  { name: 'run', label: 'Run', about: 'Services day by day', icon: 'heartbeat' },
  { name: 'plan', label: 'Plan', about: 'Portfolio, money, people', icon: 'checklist' },
  { name: 'steer', label: 'Steer', about: 'Direction and authority', icon: 'flag' },
  { name: 'admin', label: 'Admin', about: 'Organisation and access', icon: 'settings' },
]

/** Where a kind's list opens: with the filter that the kind asks for. */
export const listSearch = (kind: Kind): Readonly<Record<string, string>> => kind.list.preset ?? {}

/** The groups of a desk's menu that this person may see. */
export const menuOf = (desk: MenuDesk, session: Session): readonly MenuGroup[] => {
  const groups = new Map<string, { order: number; line: MenuLine }[]>()
  const add = (title: string, order: number, line: MenuLine): void => {
    groups.set(title, [...(groups.get(title) ?? []), { order, line }])
  }
  for (const kind of allKinds())
    if (kind.menu?.desk === desk && can(session, `${kind.name}.see`))
      add(kind.menu.group, 50, { label: kind.labels, icon: kind.icon, to: `/${kind.plural}`, search: listSearch(kind), kind })
  for (const line of menuContributed())
    if (line.desk === desk && (!line.right || can(session, line.right)))
      add(line.group, line.order ?? 60, { label: line.label, icon: line.icon, to: line.to })
  if (desk === 'admin' && can(session, 'audit.read')) add('Access', 90, { label: 'Audit', icon: 'history', to: '/audit' })
  return [...groups].map(([title, lines]) => ({ title, lines: lines.toSorted((a, b) => a.order - b.order).map(({ line }) => line) }))
}

/** Desks with at least one line for this person. */
export const desksOf = (session: Session): readonly MenuDesk[] =>
  desks.map((desk) => desk.name).filter((desk) => desk === session.desk || menuOf(desk, session).length > 0)

/** A letter for "g x" to each list in the menu: the first of its name that is still free. */
export const goKeys = (kinds: readonly Kind[]): readonly Readonly<{ letter: string; kind: Kind }>[] => {
  const taken = new Set(['h', 'n', 'q'])
  return kinds
    .filter((kind) => kind.menu)
    .flatMap((kind) => {
      const letter = Array.from(kind.labels.toLowerCase()).find((one) => /[a-z]/.test(one) && !taken.has(one))
      if (!letter) return []
      taken.add(letter)
      return [{ letter, kind }]
    })
}
