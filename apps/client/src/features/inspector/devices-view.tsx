import { Devices } from '../../devices/devices.tsx';
import { View } from './view.tsx';

/** The user's sessions, each with the device that it is on, and a way to end them. */
export function DevicesView() {
  return (
    <View id="devices">
      <Devices />
    </View>
  );
}
