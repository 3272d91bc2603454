import { Trans } from '@lingui/react/macro'

/** To whom a meeting's traces will be open: said before one enters it, and before it is closed. */
export function WhoWillRead() {
  return (
    <Trans>
      Après la rencontre, le projet de compte rendu et les tableaux seront ouverts à tous les membres de la
      communauté, y compris les membres qui n’y étaient pas. Ils ne le seront pas aux personnes invitées, ni à
      l’extérieur.
    </Trans>
  )
}
