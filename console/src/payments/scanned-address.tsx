import { useState } from 'react'
import type { ScannedCode } from '#api-client'
import { ValueView } from '../commands/value-view.tsx'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'

const refusals: Readonly<Record<Extract<ScannedCode, { status: 'refused' }>['reason'], string>> = {
  'unknown-address': 'No station shows such an address.',
  'wrong-code': 'The code in it is wrong, or too old.',
}

/** Judges the address that somebody came by, as a payment page does. */
export function CheckAddress() {
  const [asking, setAsking] = useState(false)
  const [judged, setJudged] = useState<ScannedCode>()
  return (
    <>
      <Button onClick={() => setAsking(true)}>Check a scanned address</Button>
      {asking && (
        <RequestDialog
          route="POST /web-payments"
          title="Check a scanned address"
          lead="The address in a station’s QR code, as somebody came by it."
          verb="Check it"
          makesOld={[]}
          onDone={setJudged}
          onClose={() => setAsking(false)}
        />
      )}
      {judged !== undefined && <Judged judged={judged} onClose={() => setJudged(undefined)} />}
    </>
  )
}

function Judged({ judged, onClose }: { judged: ScannedCode; onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="The scanned address">
      <div className="flex flex-col gap-4">
        {judged.status === 'refused' ? (
          <Notice kind="bad">{refusals[judged.reason]}</Notice>
        ) : (
          <>
            <Notice>It is good.</Notice>
            <ValueView of={judged} />
          </>
        )}
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  )
}
