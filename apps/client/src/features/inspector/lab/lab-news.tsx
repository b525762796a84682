import { useId } from 'react';
import type { LabEntry } from '../../../store/lab/slice.ts';
import { useAnnouncement } from '../../../ui/use-announcement.ts';
import { useInspectorTexts } from '../use-inspector-texts.ts';

type LabNewsProps = {
  session: LabEntry;
  /** Whether `bounded` has yet to hear of a revocation. */
  isHearing: boolean;
  /** Words a second since the epoch. */
  moment: (second: number) => string;
};

/** What has become of a session by what was done to it: the last request with its token, its revocation, its ghosts. */
export function LabNews({ session, isHearing, moment }: LabNewsProps) {
  const { t } = useInspectorTexts();
  const hatch = useId();
  const { outcome, ghosts, heardAfter } = session;
  const request = outcome === null ? '' : t(`lab.outcome.${outcome}`);
  const revocation = isHearing
    ? t('lab.hearing')
    : heardAfter === null
      ? ''
      : t('lab.heard', { seconds: (heardAfter / 1000).toFixed(1) });
  useAnnouncement(revocation || request, 'polite');
  return (
    <>
      {request !== '' && <p>{request}</p>}
      {revocation !== '' && <p>{revocation}</p>}
      {ghosts.map((exp) => (
        <p className="lab-ghost" key={exp}>
          <svg className="lab-ghost-bar" aria-hidden="true">
            <pattern
              id={hatch}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect className="lifetime-hatch" width="3" height="6" />
            </pattern>
            <rect width="100%" height="100%" fill={`url(#${hatch})`} />
          </svg>
          {t('lab.ghost', { expires: moment(exp) })}
        </p>
      ))}
    </>
  );
}
