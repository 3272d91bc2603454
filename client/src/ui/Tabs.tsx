import type { ReactNode } from 'react'
import {
  Tabs as AriaTabs,
  Tab,
  TabList,
  TabPanel,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Tabs.module.css'

/** Several pages in one place. */
export function Tabs({
  label,
  tabs,
  chosen,
  onChoose,
}: {
  label: string
  tabs: readonly { id: string; title: ReactNode; panel: ReactNode }[]
  chosen?: string
  onChoose?: (id: string) => void
}) {
  return (
    <AriaTabs
      {...(chosen === undefined ? {} : { selectedKey: chosen })}
      {...(onChoose === undefined ? {} : { onSelectionChange: (key) => onChoose(String(key)) })}
    >
      <TabList className={styles['list'] ?? ''} aria-label={label}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles['tab'] ?? ''}>
            {tab.title}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles['panel'] ?? ''}>
          {tab.panel}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}

/** Two or three ways to look at the same thing, one at a time. */
export function Segmented<Value extends string>({
  label,
  choices,
  value,
  onChange,
}: {
  label: string
  /** `brief` is what is shown where there is little room: words of the label, so that saying them chooses it. */
  choices: readonly { value: Value; label: string; icon?: ReactNode; brief?: string | undefined }[]
  value: Value
  onChange: (value: Value) => void
}) {
  return (
    <ToggleButtonGroup
      className={styles['segments'] ?? ''}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [key] = keys
        if (key !== undefined) onChange(String(key) as Value)
      }}
    >
      {choices.map((choice) => (
        <ToggleButton
          key={choice.value}
          id={choice.value}
          className={classes(styles['segment'], choice.brief !== undefined && styles['brief'])}
          {...(choice.brief === undefined ? {} : { 'aria-label': choice.label })}
        >
          {choice.icon}
          {choice.brief ?? choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
