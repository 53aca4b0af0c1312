import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { To } from '../../../platform/page/kit/to.tsx'
import { WindowPromises } from './window-promises.tsx'

/** What is promised about a service over windows of time, how it stands, and the way to what may be promised. */
const ServiceLevels = ({ record }: RecordScreenProps) => (
  <>
    <WindowPromises of="services" id={record.id} reference={record.ref} />
    <p className="rv-small">
      <To to={`/services/${record.ref}/promise-chain`} className="rv-link">
        What may be promised: the promise chain of {record.title}
      </To>
    </p>
  </>
)

export default ServiceLevels
