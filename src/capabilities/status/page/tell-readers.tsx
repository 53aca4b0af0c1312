import { useEffect } from 'react'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { useGo } from '../../../platform/page/kit/to.tsx'
import { queryText } from '../../../platform/page/api.ts'

/** Opens the form for a notice about a record, or for a page. */
const TellReaders = ({ kind, record, close }: RecordScreenProps & Readonly<{ close: () => void }>) => {
  const go = useGo()
  useEffect(() => {
    close()
    go(`/status_notices/new${queryText(kind.name === 'status_page' ? { page: record.ref } : { about: record.ref })}`)
  }, [kind, record, close, go])
  return null
}

export default TellReaders
