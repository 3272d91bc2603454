/** What can stand beside the circle. */
export type PanelName = 'chat' | 'people' | 'notes' | 'papers'
