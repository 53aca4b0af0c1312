import { Text } from '@mantine/core'
import { Page } from '../../../platform/page/kit/page.tsx'
import { Panel } from '../../../platform/page/kit/panel.tsx'
import { To } from '../../../platform/page/kit/to.tsx'
import { RereadButton } from './reread.tsx'

/** Reading all clocks again, and what that means. */
const Clocks = () => (
  <Page title="Clocks">
    <Panel title="Read all clocks again">
      <Text size="sm" maw={680} mb="sm">
        A clock is read off the history of its ticket by the agreement and the calendar. When an agreement, a promise or a calendar changes,
        Reeve reads every clock again by itself, in the background. This starts the same by hand; nobody has to wait for it.
      </Text>
      <RereadButton />
    </Panel>
    <Text size="sm" mt="md">
      <To to="/agreements" className="rv-link">
        Agreements
      </To>{' '}
      ·{' '}
      <To to="/calendars" className="rv-link">
        Business calendars
      </To>{' '}
      ·{' '}
      <To to="/promises" className="rv-link">
        Promises
      </To>
    </Text>
  </Page>
)

export default Clocks
