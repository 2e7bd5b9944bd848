import { useNavigate } from '@tanstack/react-router'
import type { ConfigurationTemplate } from '#api-client'
import { partyForm } from '../access/party-form.ts'
import type { Route } from '../api/ask.ts'
import { useGroupForm, useVariableSuggestions } from '../groups/group-form.ts'
import { RequestDialog } from '../resource/request-dialog.tsx'
import { useMe } from '../shell/me.ts'
import { wantedForForm } from './variable-words.ts'

const MAKES_OLD: readonly Route[] = ['GET /configuration-templates', 'GET /configuration-drift']

export function NewTemplate({ onClose }: { onClose: () => void }) {
  const variables = useVariableSuggestions()
  const party = partyForm(useMe())
  const group = useGroupForm()
  return (
    <RequestDialog
      route="POST /configuration-templates"
      title="Add a template"
      lead="Nothing is set by it, unless it is applied when a station boots for the first time. For what only OCPP 1.6 has, the component is Configuration."
      verb="Add it"
      given={party.given}
      choices={{ ...party.choices, ...group.choices }}
      suggestions={{ ...group.suggestions, ...variables }}
      shownInside={['vendor', 'model', 'locationId', 'component', 'value']}
      shown={party.shown}
      makesOld={MAKES_OLD}
      onClose={onClose}
    />
  )
}

interface TemplateDialogProps {
  readonly template: ConfigurationTemplate
  readonly onClose: () => void
}

export function ChangeTemplate({ template, onClose }: TemplateDialogProps) {
  const { id, name, priority, applyOnBoot, wanted } = template
  const variables = useVariableSuggestions()
  const group = useGroupForm()
  return (
    <RequestDialog
      route="PATCH /configuration-templates/{id}"
      params={{ id }}
      title={`Change ${name}`}
      lead="Wanted values are replaced as a whole. A secret without a value stays as it is."
      verb="Save"
      values={{
        name,
        priority,
        applyOnBoot,
        group: { ...template.group },
        wanted: wantedForForm(wanted).map((each) => ({ ...each })),
      }}
      choices={group.choices}
      suggestions={{ ...group.suggestions, ...variables }}
      shownInside={['vendor', 'model', 'locationId', 'component', 'value']}
      makesOld={MAKES_OLD}
      onClose={onClose}
    />
  )
}

/** Sets a template at the stations it fits; each is told only what it has not already. */
export function ApplyTemplate({ template: { id, name, partyId }, onClose }: TemplateDialogProps) {
  const navigate = useNavigate()
  const group = useGroupForm()
  return (
    <RequestDialog
      route="POST /campaigns"
      title={`Apply ${name}`}
      lead="Begins at once, at all stations it fits now unless you name a group. Each is told only what it can have and is not known to have already."
      verb="Apply it"
      given={{ partyId, templateId: id, kind: 'configuration', begin: true }}
      hidden={['imageId', 'wanted']}
      values={{ name }}
      choices={group.choices}
      suggestions={group.suggestions}
      shownInside={['vendor', 'model', 'locationId', 'component', 'value']}
      makesOld={['GET /campaigns']}
      onDone={(change) => void navigate({ to: '/campaigns/$campaignId', params: { campaignId: change.id } })}
      onClose={onClose}
    />
  )
}
