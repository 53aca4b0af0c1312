import type { ComponentType } from 'react'
import type { StructureField } from '../../records/fields.ts'

export type StructureEditorProps = Readonly<{
  field: StructureField
  value: unknown
  onChange: (value: unknown) => void
  error?: string
  labelledBy: string
  /** The whole draft, for what depends on another field. */
  draft?: Readonly<Record<string, unknown>>
}>
export type StructureViewProps = Readonly<{ field: StructureField; value: unknown; short: boolean }>

const editors = new Map<string, ComponentType<StructureEditorProps>>()
const views = new Map<string, ComponentType<StructureViewProps>>()

/** Sets how values of a shape are edited; wrap big ones in React.lazy. Without one, the value is edited as JSON text. */
export const registerEditor = (shape: string, editor: ComponentType<StructureEditorProps>): void => {
  editors.set(shape, editor)
}
/** Sets how values of a shape are shown; `short` in lists. */
export const registerView = (shape: string, view: ComponentType<StructureViewProps>): void => {
  views.set(shape, view)
}
export const editorOf = (shape: string): ComponentType<StructureEditorProps> | undefined => editors.get(shape)
export const viewOf = (shape: string): ComponentType<StructureViewProps> | undefined => views.get(shape)
