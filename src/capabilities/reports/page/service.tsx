import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, keys } from '../../../platform/page/api.ts'
import type { RecordScreenProps } from '../../../platform/page/contribution.ts'
import { momentText } from '../../../platform/page/fields/format.ts'
import { Markdown } from '../../../platform/page/kit/markdown.tsx'
import { Failure, Waiting } from '../../../platform/page/kit/waiting.tsx'
import type { ServicePage } from '../model/service-page.ts'
import { Calm, Sentences } from './parts.tsx'
import { PeriodPicker, usePeriod } from './period-picker.tsx'
import classes from './reports.module.css'
import { ServicePromises } from './service-promises.tsx'
import {
  ServiceAgreements,
  ServiceChanges,
  ServiceCompleteness,
  ServiceDependencies,
  ServiceNeeds,
  ServicePeople,
  ServiceReports,
  ServiceSupplier,
} from './service-side.tsx'
import { ServiceTiles } from './service-tiles.tsx'
import { ServiceHands, ServiceVolume } from './service-volume.tsx'
import { ServiceWork } from './service-work.tsx'

/** The heart of Reeve: how a service stands, what needs somebody, and everything it hangs together with. */
const Service = ({ record }: RecordScreenProps) => {
  const [period, setPeriod] = usePeriod()
  const {
    data: page,
    error,
    isPending,
    refetch,
  } = useQuery({
    queryKey: [...keys.about(record.id, 'page'), period ?? ''],
    queryFn: async ({ signal }) => api.get<ServicePage>(`/services/${record.ref}/page`, { period }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 120_000,
  })
  if (isPending) return <Waiting lines={12} />
  if (error) return <Failure error={error} again={() => void refetch()} />
  return (
    <div className={classes['column']}>
      <div className={classes['top']}>
        <div>
          {page.calm && page.sentences.length === 0 ? (
            <Calm>All promises are kept and nothing is late.</Calm>
          ) : (
            <Sentences items={page.sentences} big />
          )}
          {page.service.purpose && page.sentences.length < 2 && (
            <div className="rv-dim">
              <Markdown text={page.service.purpose} />
            </div>
          )}
        </div>
        <div>
          <PeriodPicker value={page.period.text} today={page.as_of.slice(0, 10)} onChange={setPeriod} />
          <p className={classes['asOf']}>As of {momentText(page.as_of)}</p>
        </div>
      </div>
      <ServiceTiles page={page} />
      <div className={classes['two']}>
        <div className={classes['column']}>
          <ServicePromises page={page} />
          <ServiceWork page={page} />
          <ServiceVolume page={page} />
          <ServiceHands page={page} />
        </div>
        <div className={classes['column']}>
          <ServicePeople page={page} />
          <ServiceDependencies page={page} />
          <ServiceSupplier page={page} />
          <ServiceNeeds page={page} />
          <ServiceAgreements page={page} />
          <ServiceReports page={page} />
          <ServiceCompleteness page={page} />
          <ServiceChanges page={page} />
        </div>
      </div>
    </div>
  )
}

export default Service
