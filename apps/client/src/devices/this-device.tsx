import { selectDevices, selectThisDevice } from '../store/devices/slice.ts';
import { useAppSelector } from '../store/hooks.ts';
import { DeviceRow } from './device-row.tsx';
import { useDeviceTexts } from './use-device-texts.ts';

/** The device that shows the page, apart from the others; once the list is there. */
export function ThisDevice() {
  const { t } = useDeviceTexts();
  const { list, ending } = useAppSelector(selectDevices);
  const device = useAppSelector(selectThisDevice);
  if (list === null || device === null) return null;
  return (
    <div className="devices-group">
      <h3>{t('thisDevice')}</h3>
      <ul className="devices-list">
        <DeviceRow device={device} isEnding={ending.includes(device.sid)} now={list.receivedAt} />
      </ul>
    </div>
  );
}
