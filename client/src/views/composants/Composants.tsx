import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconBell } from '@tabler/icons-react'
import { GrowthRings } from '../../ui/GrowthRings.tsx'
import { Pebble } from '../../ui/Pebble.tsx'
import { StickShape } from '../../ui/Stick.tsx'
import { Surface } from '../../ui/Surface.tsx'
import { LevelMeter, ProgressTrack } from '../../ui/Tracks.tsx'
import { TurnRing } from '../../ui/TurnRing.tsx'
import { Frame } from '../Frame.tsx'
import { Circles, Strips } from './Circles.tsx'
import styles from './Composants.module.css'
import { Buttons, Cards, Fields } from './Controls.tsx'
import { states } from './people.ts'
import { Announcements, Chips, FollowUps } from './Signs.tsx'

const colours = [
  ['paper', msg`Papier`, msg`fond`],
  ['surface', msg`Surface`, msg`cartes`],
  ['sunken', msg`Creux`, msg`inactif`],
  ['line', msg`Trait`, msg`décor`],
  ['line-strong', msg`Trait fort`, msg`contours`],
  ['ink', msg`Encre`, msg`texte`],
  ['ink-2', msg`Encre 2`, msg`secondaire`],
  ['ink-3', msg`Encre 3`, msg`éteint`],
  ['leaf', msg`Feuille`, msg`actions`],
  ['leaf-soft', msg`Feuille pâle`, msg`choisi`],
  ['stick', msg`Miel`, msg`le bâton`],
  ['stick-ring', msg`Miel profond`, msg`anneau`],
  ['stick-soft', msg`Miel pâle`, msg`lueur`],
  ['plum', msg`Prune`, msg`arrêt`],
  ['focus', msg`Repère`, msg`focus`],
] as const

/** Everything the screens are made of, on one page that works without a server. */
export function Composants() {
  return (
    <Frame>
      <div className={styles['sheet']}>
        <div className={styles['head']}>
          <h1>
            <Trans>Feuille des composants</Trans>
          </h1>
        </div>
        <Colours />
        <div className={styles['two']}>
          <Buttons />
          <Fields />
        </div>
        <Cards />
        <States />
        <Rings />
        <Circles />
        <div className={styles['two']}>
          <Announcements />
          <Chips />
          <FollowUps />
          <Measures />
          <Strips />
          <Texts />
        </div>
      </div>
    </Frame>
  )
}

function Colours() {
  const { t } = useLingui()
  return (
    <section className={styles['section']} aria-labelledby="couleurs">
      <h2 id="couleurs">
        <Trans>Couleurs</Trans>
      </h2>
      <dl className={styles['swatches']}>
        {colours.map(([token, name, use]) => (
          <div key={token}>
            <dt>
              <div className={styles['swatch']} style={{ background: `var(--${token})` }} />
              {t(name)}
            </dt>
            <dd>{t(use)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function States() {
  const { t } = useLingui()
  return (
    <section className={styles['section']} aria-labelledby="sieges">
      <h2 id="sieges">
        <Trans>Sièges, douze états</Trans>
      </h2>
      <Surface>
        <ul className={styles['seats']}>
          {states.map((one) => (
            <li key={one.id}>
              <Pebble id={one.id} initials={one.initials} size={76} mark={one.mark} badge={one.badge} />
              <strong>{one.name}</strong>
              <span className={one.mark === 'next' ? styles['honey'] : styles['detail']}>
                {one.word ? t(one.word) : ''}
              </span>
            </li>
          ))}
        </ul>
      </Surface>
    </section>
  )
}

function Rings() {
  const { t } = useLingui()
  const rings = [
    { id: 'debut', left: 120, inside: t`2 min`, title: t`Tour commencé`, text: t`rien ne presse` },
    { id: 'cours', left: 75, inside: t`1 min`, title: t`En cours`, text: t`« encore une minute »` },
    { id: 'bientot', left: 15, inside: t`15 s`, title: t`Bientôt`, text: t`mot privé à qui parle` },
    { id: 'ecoule', left: 0, inside: t`souple`, title: t`Temps écoulé`, text: t`rien ne coupe la parole` },
  ]
  return (
    <section className={styles['section']} aria-labelledby="minuterie">
      <h2 id="minuterie">
        <Trans>Minuterie du tour</Trans>
      </h2>
      <div className={styles['rings']}>
        {rings.map((ring) => (
          <div key={ring.id} className={styles['ring']}>
            <TurnRing
              size={104}
              leftMs={ring.left * 1000}
              totalMs={120_000}
              words={ring.text}
              label={t`Temps du tour`}
            >
              <span className={styles['inRing']}>{ring.inside}</span>
            </TurnRing>
            <strong>{ring.title}</strong>
            <span className={styles['detail']}>{ring.text}</span>
          </div>
        ))}
        <div className={styles['ring']}>
          <TurnRing
            size={104}
            leftMs={75_000}
            totalMs={120_000}
            words={t`en suspens`}
            label={t`Temps du tour`}
            frozen
          >
            <Pebble id="nadia" initials="NB" size={78} mark="away" round />
          </TurnRing>
          <strong>
            <Trans>Bâton en suspens</Trans>
          </strong>
          <span className={styles['detail']}>
            <Trans>on l’attend</Trans>
          </span>
        </div>
        <div className={styles['ring']}>
          <div className={styles['held']}>
            <StickShape width={84} />
          </div>
          <strong>
            <Trans>Silence tenu</Trans>
          </strong>
          <span className={styles['detail']}>
            <Trans>l’anneau s’efface</Trans>
          </span>
        </div>
        <div className={styles['ring']}>
          <div className={styles['bell']}>
            <IconBell size={32} stroke={1.75} aria-hidden />
          </div>
          <strong>
            <Trans>Pause de la cloche</Trans>
          </strong>
          <span className={styles['detail']}>
            <Trans>30 s, le bâton reste</Trans>
          </span>
        </div>
      </div>
    </section>
  )
}

function Measures() {
  const { t } = useLingui()
  return (
    <section className={styles['section']} aria-labelledby="mesures">
      <h2 id="mesures">
        <Trans>Déroulement, niveau, cernes</Trans>
      </h2>
      <div className={styles['phase']}>
        <strong>
          <Trans>Récits de pratique</Trans>
        </strong>
        <span>
          <Trans>Encore 22 min, puis pause à 10 h 25</Trans>
        </span>
      </div>
      <ProgressTrack
        phases={[
          { id: 'a', name: t`Accueil`, minutes: 15, state: 'done' },
          { id: 'b', name: t`Tour de météo`, minutes: 15, state: 'done' },
          { id: 'c', name: t`Récits de pratique`, minutes: 55, state: 'current', progress: 0.58 },
          { id: 'd', name: t`Pause`, minutes: 15, state: 'todo' },
          { id: 'e', name: t`Tableau`, minutes: 45, state: 'todo' },
          { id: 'f', name: t`Récolte`, minutes: 15, state: 'todo' },
        ]}
      />
      <LevelMeter level={0.45} label={t`Niveau du micro`} words={t`On vous entend bien.`} />
      <p className={styles['detail']}>
        <Trans>On vous entend bien.</Trans>
      </p>
      <div className={styles['band']} style={{ background: 'var(--band-0)' }}>
        <GrowthRings
          seed="familles-en-marche"
          width={620}
          height={96}
          cx={430}
          cy={40}
          rx={150}
          ry={70}
          factors={[0.3, 0.55, 0.8, 1.05, 1.3, 1.55]}
          colour="var(--band-0-ring)"
        />
      </div>
    </section>
  )
}

function Texts() {
  return (
    <section className={styles['section']} aria-labelledby="textes">
      <h2 id="textes">
        <Trans>Textes</Trans>
      </h2>
      <div className={styles['texts']}>
        <p style={{ fontSize: '2.375rem', fontWeight: 700, letterSpacing: '-0.015em', lineHeight: 1.15 }}>
          <Trans>Titre d’écran 38</Trans>
        </p>
        <p className={styles['question']}>
          <Trans>Question de la ronde 26</Trans>
        </p>
        <h3>
          <Trans>Titre de carte 21</Trans>
        </h3>
        <p>
          <Trans>Texte courant 17</Trans>
        </p>
        <p className={styles['detail']}>
          <Trans>Précision 15</Trans>
        </p>
      </div>
    </section>
  )
}
