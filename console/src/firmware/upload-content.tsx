import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useRef } from 'react'
import type { FirmwareImage } from '#api-client'
import { putFirmwareContent } from '../api/firmware.ts'
import { explain } from '../api/problem.ts'
import { keyOfRoute } from '../resource/resource-query.ts'
import { Button } from '../ui/button.tsx'

/** Sends the file of an image. */
export function UploadContent({ image: { id, version } }: { image: FirmwareImage }) {
  const client = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const put = useMutation({
    mutationFn: (file: File) => putFirmwareContent(id, file),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOfRoute('GET /firmware-images') }),
  })
  return (
    <>
      {put.error && <span className="max-w-64 text-[0.86rem] text-bad">{explain(put.error)}</span>}
      <input
        ref={input}
        type="file"
        className="sr-only"
        tabIndex={-1}
        aria-label={`The file of firmware ${version}`}
        onChange={({ target: { files } }) => {
          const [file] = files ?? []
          if (file) put.mutate(file)
        }}
      />
      <Button small look="plain" busy={put.isPending} onClick={() => input.current?.click()}>
        <Upload className="size-3.5" aria-hidden />
        {put.isPending ? 'Sending' : 'Send its file'}
      </Button>
    </>
  )
}
