import './devices.css';
import { useRef } from 'react';
import { ErrorNotice } from '../forms/error-notice.tsx';
import { devicesRetried } from '../store/devices/slice.ts';
import { useAppDispatch, useAppSelector } from '../store/hooks.ts';
import { selectUser } from '../store/user/slice.ts';
import { Button } from '../ui/button.tsx';
import { useAnnouncement } from '../ui/use-announcement.ts';
import { deviceName } from './device-name.ts';
import { OtherDevices } from './other-devices.tsx';
import { ThisDevice } from './this-device.tsx';
import { useDevices } from './use-devices.ts';
import { useFocusInList } from './use-focus-in-list.ts';
import { useDeviceTexts } from './use-device-texts.ts';

/** Where the user is signed in, with a way to end it: this device, one other, or all others. */
export function Devices() {
  const userId = useAppSelector((state) => selectUser(state).response?._id);
  // Somebody else may have signed in, in another tab: nothing of the one person stays on the other's screen.
  return <DevicesOfUser key={userId} />;
}

function DevicesOfUser() {
  const { t } = useDeviceTexts();
  const dispatch = useAppDispatch();
  const { list, latestList, listError, endError, ended } = useDevices();
  const rows = useRef<HTMLUListElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const keepFocus = useFocusInList(rows, heading);

  function message(): string {
    if (ended === null) return '';
    if (ended === 'others') return t('othersEnded');
    const name = deviceName(t, ended) ?? t('unknownName');
    return t('ended', { name });
  }

  useAnnouncement(message(), 'polite');
  return (
    <div className="devices" {...keepFocus}>
      <p className="devices-note">{t('lead')}</p>
      <p className="devices-status">{message()}</p>
      {endError !== null && <ErrorNotice error={endError} key={endError.receivedAt} />}
      {listError !== null && (
        <>
          <p>{t('loadError')}</p>
          <ErrorNotice error={listError} key={listError.receivedAt} />
          <div>
            <Button aria-busy={latestList !== null} onClick={() => dispatch(devicesRetried())}>
              {t('retry')}
            </Button>
          </div>
        </>
      )}
      {list === null && listError === null && <p className="devices-note devices-loading">{t('loading')}</p>}
      {list !== null && (
        <>
          <ThisDevice />
          <OtherDevices rows={rows} heading={heading} />
        </>
      )}
    </div>
  );
}
