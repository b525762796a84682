import type { DeviceResponse } from '@latchkey/shared';
import { useId } from 'react';
import { useTranslation } from '../../../i18n/use-translation.ts';
import { endDevice } from '../../../store/devices/thunks.ts';
import { useAppDispatch } from '../../../store/hooks.ts';
import { deviceName } from './device-name.ts';
import { DeviceTimes } from './device-times.tsx';
import { EndButton } from './end-button.tsx';

type DeviceRowProps = {
  device: DeviceResponse;
  isEnding: boolean;
  /** When the list came, in milliseconds since the epoch. */
  now: number;
};

/** One device in a list: what it is, since when, and a button that is named after it. It can be given the focus. */
export function DeviceRow({ device, isEnding, now }: DeviceRowProps) {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const timesId = useId();
  const name = deviceName(t, device.userAgent);
  return (
    <li className="device" tabIndex={-1} aria-current={device.current ? 'true' : undefined}>
      <div className="device-text">
        <p className="device-name">{name ?? t('devices.unknownName')}</p>
        {name === null && <p className="device-note">{t('devices.unknownNote')}</p>}
        <DeviceTimes id={timesId} device={device} now={now} />
      </div>
      <EndButton isBusy={isEnding} describedBy={timesId} onEnd={() => void dispatch(endDevice(device))}>
        {t('devices.signOut')}
        <span className="visually-hidden"> {name ?? t('devices.unknownName')}</span>
      </EndButton>
    </li>
  );
}
