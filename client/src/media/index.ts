export {
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
export { MediaSession } from './media-session.ts'
