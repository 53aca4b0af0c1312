import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { WindowPromises } from './window-promises.tsx'

/** What is promised about a service over windows of time, and how it stands. */
const ServiceLevels = ({ record }: RecordScreenProps) => <WindowPromises of="services" id={record.id} reference={record.ref} />

export default ServiceLevels
