import { useEffect, useLayoutEffect } from 'react';
import { devicesLeft, selectDevices } from '../store/devices/slice.ts';
import type { DevicesState } from '../store/devices/state.ts';
import { loadDevices } from '../store/devices/thunks.ts';
import { useAppDispatch, useAppSelector } from '../store/hooks.ts';

/**
 * The devices of whoever is signed in. The list is loaded when the page is opened and whenever something has changed
 * it; nothing of it stays in the store when the page is left.
 */
export function useDevices(): DevicesState {
  const dispatch = useAppDispatch();
  const devices = useAppSelector(selectDevices);
  const { isStale, pages } = devices;

  // Before anything is painted of whoever comes next.
  useLayoutEffect(() => () => void dispatch(devicesLeft()), [dispatch]);
  useEffect(() => {
    if (isStale) void dispatch(loadDevices(pages));
  }, [dispatch, isStale, pages]);
  return devices;
}
