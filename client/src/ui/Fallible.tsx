import { Component, type ReactNode } from 'react'

/** Keeps a part that breaks from taking the page with it: `instead` stands in its place. */
export class Fallible extends Component<{ children: ReactNode; instead: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.instead : this.props.children
  }
}
