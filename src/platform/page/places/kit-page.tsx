import { Page } from '../kit/page.tsx'
const KitPage = () => <Page title="Parts of the screens">.</Page>
export default KitPage
