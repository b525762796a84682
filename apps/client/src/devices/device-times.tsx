import type { DeviceResponse } from '@latchkey/shared';
import { Moment } from './moment.tsx';
import { relativeTime } from './relative-time.ts';
import { useDeviceTexts } from './use-device-texts.ts';

type DeviceTimesProps = {
  id: string;
  device: Pick<DeviceResponse, 'createdAt' | 'renewedAt'>;
  /** When the list came, in milliseconds since the epoch: what "2 hours ago" counts from. */
  now: number;
};

/** Since when a device is signed in, and when it was last heard of: its token is renewed while it is used. */
export function DeviceTimes({ id, device, now }: DeviceTimesProps) {
  const { t, language } = useDeviceTexts();
  return (
    <dl className="device-times" id={id}>
      <div>
        <dt>{t('signedIn')}</dt>
        <dd>
          <Moment iso={device.createdAt} />
        </dd>
      </div>
      <div>
        <dt>{t('renewed')}</dt>
        <dd>
          <Moment iso={device.renewedAt} />{' '}
          <span className="device-ago">({relativeTime(language, Date.parse(device.renewedAt), now)})</span>
        </dd>
      </div>
    </dl>
  );
}
