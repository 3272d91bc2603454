export {
  type Choice,
  canAsk,
  type Device,
  type DeviceKind,
  type Devices,
  listDevices,
  type Opened,
  onDevicesChange,
  openDevice,
  type Problem,
  remember,
  remembered,
} from './devices.ts'
export { watchLevel } from './level.ts'
export { type MediaOptions, MediaSession } from './media-session.ts'
export type { FromClient, Layer, Line, ToClient } from './messages.ts'
export type { LinkState, MediaState, MediaStore } from './state.ts'
