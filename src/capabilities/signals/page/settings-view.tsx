import type { StructureViewProps } from '../../../platform/page/fields/structures.ts'
import classes from './screens.module.css'
import { type Settings, settingsOf } from './settings.ts'

const words = (of: Settings): readonly string[] => [
  ...(of.topics && of.topics.length > 0 ? [`Topics ${of.topics.join(', ')}`] : []),
  ...(of.path ? [`The number at ${of.path}`] : []),
  ...(of.user ? [`As ${of.user}`] : []),
  ...(of.secret ? [`With the secret ${of.secret}`] : []),
  ...(of.headers && Object.keys(of.headers).length > 0 ? [`Headers ${Object.keys(of.headers).join(', ')}`] : []),
  ...(of.private === true ? ['May reach into private networks'] : []),
  ...Object.entries(of.outages ?? {}).map(([severity, how]) => `Alerts that are ${severity} open an outage: ${how}`),
]

/** Settings of a source in words; values of headers may be secret and are left out. */
const SettingsView = ({ value, short }: StructureViewProps) => {
  const all = words(settingsOf(value))
  if (short) return <>{all.join('; ')}</>
  return (
    <ul className={classes['plain']}>
      {all.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  )
}

export default SettingsView
