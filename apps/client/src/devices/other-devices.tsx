import { useLayoutEffect, useRef, type RefObject } from 'react';
import {
  moreDevicesWanted,
  selectDevices,
  selectHasMoreDevices,
  selectOtherDevices,
} from '../store/devices/slice.ts';
import { endOtherDevices } from '../store/devices/thunks.ts';
import { useAppDispatch, useAppSelector } from '../store/hooks.ts';
import { Button } from '../ui/button.tsx';
import { DeviceRow } from './device-row.tsx';
import { EndButton } from './end-button.tsx';
import { useDeviceTexts } from './use-device-texts.ts';

type OtherDevicesProps = {
  /** Get the list and its heading, which can take the focus. */
  rows: RefObject<HTMLUListElement | null>;
  heading: RefObject<HTMLHeadingElement | null>;
};

/** The other devices, a few at first; once the list is there. */
export function OtherDevices({ rows, heading }: OtherDevicesProps) {
  const { t } = useDeviceTexts();
  const dispatch = useAppDispatch();
  const { list, latestList, ending, isEndingOthers } = useAppSelector(selectDevices);
  const devices = useAppSelector(selectOtherDevices);
  const hasMore = useAppSelector(selectHasMoreDevices);
  // How many there were when more were asked for: the first of those that come takes the focus.
  const before = useRef<number | null>(null);

  useLayoutEffect(() => {
    if (before.current === null || devices.length <= before.current) return;
    rows.current?.querySelectorAll('li')[before.current]?.focus();
    before.current = null;
  }, [devices.length, rows]);

  function showMore(): void {
    before.current = devices.length;
    dispatch(moreDevicesWanted());
  }

  if (list === null) return null;
  return (
    <div className="devices-group">
      <div className="devices-head">
        <h3 ref={heading} tabIndex={-1}>
          {t('others')}
        </h3>
        {devices.length > 0 && (
          <EndButton isBusy={isEndingOthers} onEnd={() => void dispatch(endOtherDevices())}>
            {t('signOutOthers')}
          </EndButton>
        )}
      </div>
      {devices.length === 0 && <p className="devices-note">{t('noOthers')}</p>}
      {/* An empty list would be announced as one. */}
      {devices.length > 0 && (
        <ul className="devices-list" ref={rows}>
          {devices.map((device) => (
            <DeviceRow
              key={device.sid}
              device={device}
              isEnding={ending.includes(device.sid)}
              now={list.receivedAt}
            />
          ))}
        </ul>
      )}
      {hasMore && (
        <div>
          <Button aria-busy={latestList !== null} onClick={showMore}>
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  );
}
