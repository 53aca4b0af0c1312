import { useEffect } from 'react'
import { queryText } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { useGo } from '../../../platform/page/kit/to.tsx'

/** Opens the form for a correction of an outage, with the whole of it filled in. */
const Correct = ({ record, close }: RecordScreenProps & Readonly<{ close: () => void }>) => {
  const go = useGo()
  useEffect(() => {
    close()
    go(
      `/corrections/new${queryText({
        title: record.title,
        subject: String(record['subject']),
        outage: record.ref,
        starts_at: String(record['started_at']),
        ...(typeof record['ended_at'] === 'string' ? { ends_at: record['ended_at'] } : {}),
      })}`,
    )
  }, [record, close, go])
  return null
}

export default Correct
