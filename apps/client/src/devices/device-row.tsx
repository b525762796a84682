import type { DeviceResponse } from '@latchkey/shared';
import { useId } from 'react';
import { endDevice } from '../store/devices/thunks.ts';
import { useAppDispatch } from '../store/hooks.ts';
import { deviceName } from './device-name.ts';
import { DeviceTimes } from './device-times.tsx';
import { EndButton } from './end-button.tsx';
import { useDeviceTexts } from './use-device-texts.ts';

type DeviceRowProps = {
  device: DeviceResponse;
  isEnding: boolean;
  /** When the list came, in milliseconds since the epoch. */
  now: number;
};

/** One device in a list: what it is, since when, and a button that is named after it. It can be given the focus. */
export function DeviceRow({ device, isEnding, now }: DeviceRowProps) {
  const { t } = useDeviceTexts();
  const dispatch = useAppDispatch();
  const timesId = useId();
  const name = deviceName(t, device);
  return (
    <li className="device" tabIndex={-1} aria-current={device.current ? 'true' : undefined}>
      <div className="device-text">
        <p className="device-name">{name ?? t('unknownName')}</p>
        {name === null && <p className="device-note">{t('unknownNote')}</p>}
        <DeviceTimes id={timesId} device={device} now={now} />
      </div>
      <EndButton isBusy={isEnding} describedBy={timesId} onEnd={() => void dispatch(endDevice(device))}>
        {t('signOut')}
        <span className="visually-hidden"> {name ?? t('unknownName')}</span>
      </EndButton>
    </li>
  );
}
