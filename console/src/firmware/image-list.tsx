import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { FirmwareImage } from '#api-client'
import { partyForm } from '../access/party-form.ts'
import { may } from '../api/session.ts'
import { ValueView } from '../commands/value-view.tsx'
import { bytes, text } from '../format/quantity.ts'
import { DoButton } from '../resource/do-button.tsx'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { useMe } from '../shell/me.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { UploadContent } from './upload-content.tsx'

const columns: readonly Column<FirmwareImage>[] = [
  {
    title: 'Image',
    width: 'minmax(12rem,1.4fr)',
    cell: ({ vendor, model, version }) => (
      <>
        <span className="font-medium">{version}</span>
        <span className="block text-[0.9rem] text-faint">{[vendor, model ?? 'every model'].join(' · ')}</span>
      </>
    ),
  },
  { title: 'File', width: 'minmax(9rem,1fr)', cell: (image) => <FileOf image={image} /> },
  {
    title: 'Signed',
    width: '5rem',
    cell: ({ signature }) => (signature === undefined ? <span className="text-faint">no</span> : 'yes'),
    spare: true,
  },
  { title: 'Added', width: '9rem', cell: ({ createdAt }) => <Moment at={createdAt} />, spare: true },
]

function FileOf({ image: { fileName, sizeBytes, location } }: { image: FirmwareImage }) {
  if (location !== undefined) return <span title={location}>elsewhere</span>
  if (sizeBytes === undefined) return <Badge tone="warn">No file yet</Badge>
  return (
    <>
      {fileName} <span className="num text-faint">{text(bytes(sizeBytes))}</span>
    </>
  )
}

/** The firmware there is for stations. */
export function ImageList() {
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const party = partyForm(me)
  return (
    <ListCard
      label="Firmware images"
      actions={
        may(me.principal, 'operator') && (
          <Button look="primary" onClick={() => setAdding(true)}>
            <Plus className="size-4" aria-hidden />
            Add an image
          </Button>
        )
      }
    >
      <ResourceList
        label="Firmware images"
        route="GET /firmware-images"
        request={{}}
        keyOf={({ id }) => id}
        columns={columns}
        detail={(image) => <ValueView of={image} />}
        actions={(image) => may(me.principal, 'operator', image.partyId) && <Actions image={image} />}
        empty={<Empty title="No image yet">Say for which stations it is, then send its file.</Empty>}
      />
      {adding && (
        <RequestDialog
          route="POST /firmware-images"
          title="Add an image"
          lead="What it is for. Its file is sent afterwards, unless it lies elsewhere."
          verb="Add it"
          given={party.given}
          choices={party.choices}
          shown={[...party.shown, 'model']}
          makesOld={['GET /firmware-images']}
          onClose={() => setAdding(false)}
        />
      )}
    </ListCard>
  )
}

function Actions({ image }: { image: FirmwareImage }) {
  return (
    <>
      {image.location === undefined && image.sizeBytes === undefined && <UploadContent image={image} />}
      <DoButton
        route="DELETE /firmware-images/{id}"
        request={{ params: { id: image.id } }}
        label="Remove"
        sure={`Firmware ${image.version} is removed with its file; updates made of it stay on record.`}
        makesOld={['GET /firmware-images']}
      />
    </>
  )
}
