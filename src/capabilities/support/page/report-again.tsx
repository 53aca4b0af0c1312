import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'

const taken = ['service', 'component', 'customer', 'category', 'subcategory', 'location', 'impact', 'urgency', 'team'] as const

/** Opens the form for a new report of the same fault, linked to this one. */
const ReportAgain = ({ record, close }: RecordScreenProps & Readonly<{ close: () => void }>) => {
  const navigate = useNavigate()
  useEffect(() => {
    const search: Record<string, string> = {
      title: record.title,
      parent: typeof record['parent'] === 'string' ? record['parent'] : record.id,
    }
    for (const name of taken) if (typeof record[name] === 'string') search[name] = record[name]
    close()
    void navigate({ to: '/incidents/new', search: search as never })
  }, [record, close, navigate])
  return null
}

export default ReportAgain
