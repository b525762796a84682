import type { DeviceResponse } from '@latchkey/shared';
import { useDeviceTexts } from '../../devices/use-device-texts.ts';
import { useDevices } from '../../devices/use-devices.ts';
import { devicesRetried } from '../../store/devices/slice.ts';
import { useAppDispatch, useAppSelector } from '../../store/hooks.ts';
import { selectUser } from '../../store/user/slice.ts';
import { Button } from '../../ui/button.tsx';
import { SignInRow } from './sign-in-row.tsx';

/** How many sign-ins are shown, that of this device among them. */
const SHOWN = 3;

type SignInListProps = {
  /** Makes a press of a button that will go away keep the focus on the page. */
  withFocus: (tryAgain: () => void) => () => void;
};

/** The sign-in of this device and the latest of the others, as the server knows them. Nothing of it is announced. */
export function SignInList(props: SignInListProps) {
  const userId = useAppSelector((state) => selectUser(state).response?._id);
  // Somebody else may have signed in, in another tab: nothing of the one person stays on the other's screen.
  return <SignInsOfUser {...props} key={userId} />;
}

function SignInsOfUser({ withFocus }: SignInListProps) {
  const { t } = useDeviceTexts();
  const dispatch = useAppDispatch();
  const { list, listError, latestList } = useDevices();
  if (list === null && listError !== null)
    return (
      <>
        <p>{t('loadError')}</p>
        <Button aria-busy={latestList !== null} onClick={withFocus(() => dispatch(devicesRetried()))}>
          {t('retry')}
        </Button>
      </>
    );
  if (list === null) return <p className="home-note">{t('loading')}</p>;
  // Nobody has signed in to a session of the lab.
  const signIns = list.devices.filter(({ lab }) => lab !== true);
  return (
    <>
      <ul className="home-list">
        {latest(signIns).map((device) => (
          <SignInRow key={device.sid} device={device} now={list.receivedAt} />
        ))}
      </ul>
      {signIns.length === 1 && <p className="home-note">{t('noOthers')}</p>}
    </>
  );
}

/** This device, and of the others those that signed in last. */
function latest(devices: DeviceResponse[]): DeviceResponse[] {
  return devices.toSorted((one, other) => rank(other) - rank(one)).slice(0, SHOWN);
}

const rank = ({ current, createdAt }: DeviceResponse): number =>
  current ? Number.POSITIVE_INFINITY : Date.parse(createdAt);
