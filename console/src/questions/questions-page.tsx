import { Page } from '../ui/page.tsx'
import { ActiveStations } from './active-stations.tsx'
import { Completed } from './completed-card.tsx'
import { LastContact } from './last-contact.tsx'
import { LastEnergy } from './last-energy.tsx'

/** The four things that are asked most of a charging network. */
export function QuestionsPage() {
  return (
    <Page title="Questions" lead="What is asked most, answered from the records.">
      <Completed />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <LastEnergy />
        <LastContact />
      </div>
      <ActiveStations />
    </Page>
  )
}
