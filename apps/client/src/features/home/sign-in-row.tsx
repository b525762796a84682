import type { DeviceResponse } from '@latchkey/shared';
import { deviceName } from '../../devices/device-name.ts';
import { Moment } from '../../devices/moment.tsx';
import { relativeTime } from '../../devices/relative-time.ts';
import { useDeviceTexts } from '../../devices/use-device-texts.ts';

type SignInRowProps = {
  device: DeviceResponse;
  /** When the list came, in milliseconds since the epoch: what "2 hours ago" counts from. */
  now: number;
};

/** One sign-in: on which device, whether that is this one, and when. */
export function SignInRow({ device, now }: SignInRowProps) {
  const { createdAt, current } = device;
  const { t, language } = useDeviceTexts();
  return (
    <li>
      <p>
        <strong>{deviceName(t, device) ?? t('unknownName')}</strong>
        {current && <span className="home-note"> · {t('thisDevice')}</span>}
      </p>
      <p className="home-note">
        {t('signedIn')} <Moment iso={createdAt} /> ({relativeTime(language, Date.parse(createdAt), now)})
      </p>
    </li>
  );
}
