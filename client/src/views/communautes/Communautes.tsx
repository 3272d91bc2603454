import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlus } from '@tabler/icons-react'
import { ButtonLink } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/Notices.tsx'
import { Heading } from '../place/Heading.tsx'
import { Signed } from '../place/Signed.tsx'
import { CommunityCards } from './CommunityCards.tsx'

/** The communities one belongs to. */
export function Communautes() {
  const { t } = useLingui()
  return (
    <Signed>
      {(me) => (
        <>
          <Heading
            title={t`Mes communautés`}
            actions={
              !me.member.guest && (
                <ButtonLink
                  href="/communautes/nouvelle"
                  icon={<IconPlus size={22} stroke={1.75} aria-hidden />}
                >
                  <Trans>Fonder une communauté</Trans>
                </ButtonLink>
              )
            }
          />
          {(me.communities ?? []).length > 0 ? (
            <CommunityCards communities={me.communities ?? []} level={2} />
          ) : (
            <EmptyState title={t`Vous n’êtes dans aucune communauté`}>
              <p>
                <Trans>Ouvrez l’invitation reçue par courriel, ou fondez la vôtre.</Trans>
              </p>
            </EmptyState>
          )}
        </>
      )}
    </Signed>
  )
}
