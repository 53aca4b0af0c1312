import type { StructureEditorProps } from '../../../platform/page/fields/structures.ts'
import { PairsInput } from './pairs-input.tsx'
import { pairsOf } from './selector.ts'

/** Labels, a row each. */
const LabelsEditor = ({ value, onChange }: StructureEditorProps) => (
  <PairsInput label="Labels" pairs={pairsOf(value)} onChange={(pairs) => onChange(Object.keys(pairs).length === 0 ? null : pairs)} />
)

export default LabelsEditor
