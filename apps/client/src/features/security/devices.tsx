import { DEVICES_PER_PAGE, type DeviceResponse } from '@latchkey/shared';
import { useEffect, useState } from 'react';
import { ErrorNotice } from '../../forms/error-notice.tsx';
import { useTranslation } from '../../i18n/use-translation.ts';
import { endDevice, endOtherDevices, listDevices } from '../../store/account/thunks.ts';
import { logout } from '../../store/auth/thunks.ts';
import type { ApiError } from '../../store/app-thunk.ts';
import type { AppDispatch } from '../../store/make-store.ts';
import { useAppDispatch } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { deviceName } from './device-name.ts';

/** Where the user is signed in, with a way to end it: one device, or all but this one. */
export function Devices() {
  const { t, language } = useTranslation();
  const dispatch = useAppDispatch();
  const [devices, setDevices] = useState<DeviceResponse[] | null>(null);
  const [pages, setPages] = useState(1);
  const [failure, setFailure] = useState<ApiError | null>(null);

  useEffect(() => {
    void load(dispatch, pages, setDevices, setFailure);
  }, [dispatch, pages]);

  async function end(device: DeviceResponse): Promise<void> {
    // This very session ends by signing out, which the other tabs then hear of.
    const answer = device.current ? await dispatch(logout()) : await dispatch(endDevice(device.sid));
    const error = 'error' in answer ? answer.error : null;
    // One that is signed out already is what was asked for.
    if (error !== null && error.code !== 'not_found') setFailure(error);
    else if (!device.current) await load(dispatch, pages, setDevices, setFailure);
  }

  async function endOthers(): Promise<void> {
    const answer = await dispatch(endOtherDevices());
    if (endOtherDevices.rejected.match(answer)) setFailure(answer.error);
    else await load(dispatch, pages, setDevices, setFailure);
  }

  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <>
      {failure !== null && <ErrorNotice error={failure} />}
      <ul className="devices">
        {devices?.map((device) => (
          <li className="device" key={device.sid}>
            <div>
              <p className="device-name">
                {deviceName(device.userAgent) ?? t('security.unknownDevice')}
                {device.current && <span className="device-current">{t('security.thisDevice')}</span>}
              </p>
              <p className="device-times">
                {t('security.deviceTimes', {
                  since: time.format(new Date(device.createdAt)),
                  renewed: time.format(new Date(device.renewedAt)),
                })}
              </p>
            </div>
            <Button onClick={() => void end(device)}>
              {device.current ? t('nav.signOut') : t('security.endDevice')}
            </Button>
          </li>
        ))}
      </ul>
      {devices?.length === pages * DEVICES_PER_PAGE && (
        <div>
          <Button onClick={() => setPages(pages + 1)}>{t('security.moreDevices')}</Button>
        </div>
      )}
      {(devices?.length ?? 0) > 1 && (
        <div>
          <Button onClick={() => void endOthers()}>{t('security.endOthers')}</Button>
        </div>
      )}
    </>
  );
}

async function load(
  dispatch: AppDispatch,
  pages: number,
  onDevices: (devices: DeviceResponse[]) => void,
  onFailure: (failure: ApiError | null) => void,
): Promise<void> {
  const answer = await dispatch(listDevices(pages));
  onFailure(listDevices.rejected.match(answer) ? answer.error : null);
  if (listDevices.fulfilled.match(answer)) onDevices(answer.payload);
}
