import { Trans, useLingui } from '@lingui/react/macro'
import { IconDoorEnter, IconLinkOff } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { api, asked, Refused } from '../../api/client.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Frame } from '../Frame.tsx'
import { CentredPage } from '../place/CentredPage.tsx'
import { FormError } from '../place/FormError.tsx'
import { isLasting } from '../place/Loaded.tsx'
import { secretOf } from '../place/return.ts'
import { useSentence } from '../place/sentence.ts'
import { useForm } from '../place/useForm.ts'

/**
 * Where the link of a sign-in letter leads. The page does nothing by itself: programs that
 * visit links for safety would spend it before the person does.
 */
export function Entrer() {
  const { t } = useLingui()
  const token = useLocation({ select: (location) => secretOf(location.hash) })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const sentence = useSentence()
  const form = useForm(
    () => asked(api.POST('/api/auth/redeem', { body: { token: token ?? '' } })),
    ({ next }) => {
      queries.clear()
      void navigate({ href: next, replace: true })
    },
  )
  const spent = form.failure instanceof Refused && isLasting(form.failure)
  if (token === undefined || spent) {
    return (
      <Frame>
        <CentredPage
          title={t`Ce lien ne sert plus`}
          icon={<IconLinkOff size={44} stroke={1.75} aria-hidden />}
          lead={
            <p role="alert">
              {token === undefined ? (
                <Trans>
                  L’adresse est incomplète. Ouvrez le lien depuis le courriel, ou demandez-en un nouveau.
                </Trans>
              ) : (
                sentence(form.failure)
              )}
            </p>
          }
        >
          <ButtonLink kind="leaf" size="big" wide href="/connexion">
            <Trans>Demander un nouveau lien</Trans>
          </ButtonLink>
        </CentredPage>
      </Frame>
    )
  }
  return (
    <Frame>
      <CentredPage
        title={t`Vous y êtes presque`}
        icon={<IconDoorEnter size={44} stroke={1.75} aria-hidden />}
        lead={
          <p>
            <Trans>Un dernier geste, et vous êtes dans Palabre sur cet appareil.</Trans>
          </p>
        }
      >
        <Button kind="leaf" size="big" wide busy={form.busy} onPress={() => void form.submit()}>
          <Trans>Entrer</Trans>
        </Button>
        <FormError words={form.errorBelow()} />
      </CentredPage>
    </Frame>
  )
}
