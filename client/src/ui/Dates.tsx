import type { CalendarDate, Time } from '@internationalized/date'
import { useLingui } from '@lingui/react/macro'
import { IconCalendar, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import {
  DatePicker as AriaDatePicker,
  TimeField as AriaTimeField,
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Popover,
} from 'react-aria-components'
import styles from './Field.module.css'
import { FieldLabel, FieldNotes, type FieldWords } from './FieldParts.tsx'

type DayProps = FieldWords & {
  value: CalendarDate | null
  onChange: (value: CalendarDate | null) => void
  /** Days before this one cannot be chosen. */
  from?: CalendarDate
}

const given = ({ value, onChange, from, error }: DayProps) => ({
  value,
  onChange,
  isInvalid: error !== undefined,
  validationBehavior: 'aria' as const,
  ...(from === undefined ? {} : { minValue: from }),
})

// Figures alone are read differently from one country to the next: the words settle it.
export function inWords(date: CalendarDate, locale: string): string {
  const shape = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  const parts = new Intl.DateTimeFormat(locale, shape).formatToParts(date.toDate('UTC'))
  const first = locale.startsWith('fr') ? '1er' : '1'
  return parts.map((one) => (one.type === 'day' && one.value === '1' ? first : one.value)).join('')
}

/** A day, typed in or taken from a calendar; said in words under the field. */
export function DatePicker(props: DayProps) {
  const { t, i18n } = useLingui()
  const help = props.help ?? (props.value ? inWords(props.value, i18n.locale) : undefined)
  return (
    <AriaDatePicker className={styles['field'] ?? ''} {...given(props)}>
      <FieldLabel {...props} />
      <Group className={styles['group'] ?? ''}>
        <Segments />
        <Button className={styles['open'] ?? ''}>
          <IconCalendar size={22} stroke={1.75} aria-hidden />
        </Button>
      </Group>
      <FieldNotes {...props} {...(help === undefined ? {} : { help })} />
      <Popover className={styles['popover'] ?? ''}>
        <Dialog className={styles['calendar'] ?? ''} aria-label={t`Choisir un jour`}>
          <Calendar>
            <header className={styles['calendarHead']}>
              <Button slot="previous" className={styles['open'] ?? ''}>
                <IconChevronLeft size={22} stroke={1.75} aria-hidden />
              </Button>
              <Heading />
              <Button slot="next" className={styles['open'] ?? ''}>
                <IconChevronRight size={22} stroke={1.75} aria-hidden />
              </Button>
            </header>
            <CalendarGrid>
              <CalendarGridHeader>
                {(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}
              </CalendarGridHeader>
              <CalendarGridBody>
                {(date) => <CalendarCell date={date} className={styles['day'] ?? ''} />}
              </CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </AriaDatePicker>
  )
}

/** A clock time, in 24 hours. */
export function TimeField({
  value,
  onChange,
  ...words
}: FieldWords & { value: Time | null; onChange: (value: Time | null) => void }) {
  return (
    <AriaTimeField
      className={styles['field'] ?? ''}
      value={value}
      onChange={onChange}
      hourCycle={24}
      isInvalid={words.error !== undefined}
      validationBehavior="aria"
    >
      <FieldLabel {...words} />
      <Group className={styles['group'] ?? ''}>
        <Segments />
      </Group>
      <FieldNotes {...words} />
    </AriaTimeField>
  )
}

function Segments() {
  return (
    <DateInput className={styles['segments'] ?? ''}>
      {(segment) => <DateSegment segment={segment} className={styles['segment'] ?? ''} />}
    </DateInput>
  )
}
