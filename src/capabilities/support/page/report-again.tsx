import { useEffect } from 'react'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { useGo } from '../../../platform/page/kit/to.tsx'
import { queryText } from '../../../platform/page/api.ts'

const taken = ['service', 'component', 'customer', 'category', 'subcategory', 'location', 'impact', 'urgency', 'team'] as const

/** Opens the form for a new report of the same fault, linked to this one. */
const ReportAgain = ({ record, close }: RecordScreenProps & Readonly<{ close: () => void }>) => {
  const go = useGo()
  useEffect(() => {
    const search: Record<string, string> = {
      title: record.title,
      parent: typeof record['parent'] === 'string' ? record['parent'] : record.id,
    }
    for (const name of taken) if (typeof record[name] === 'string') search[name] = record[name]
    close()
    go(`/incidents/new${queryText(search)}`)
  }, [record, close, go])
  return null
}

export default ReportAgain
