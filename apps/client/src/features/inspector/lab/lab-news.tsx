import { useId } from 'react';
import type { LabEntry } from '../../../store/lab/slice.ts';
import { useAnnouncement } from '../../../ui/use-announcement.ts';
import { useInspectorTexts, type TranslateInspector } from '../use-inspector-texts.ts';

type LabNewsProps = {
  session: LabEntry;
  /** Words a second since the epoch. */
  moment: (second: number) => string;
};

/** What has become of a session by what was done to it: the last request with its token, its revocation, its ghosts. */
export function LabNews({ session, moment }: LabNewsProps) {
  const { t } = useInspectorTexts();
  const { outcome, ghosts } = session;
  const request = outcome === null ? '' : t(`lab.outcome.${outcome}`);
  const revocation = revocationNews(t, session);
  useAnnouncement(revocation || request, 'polite');
  return (
    <>
      {request !== '' && <p>{request}</p>}
      {revocation !== '' && <p>{revocation}</p>}
      {ghosts.map((exp) => (
        <Ghost key={exp}>{t('lab.ghost', { expires: moment(exp) })}</Ghost>
      ))}
    </>
  );
}

/** Who knows of a revocation; empty without one. */
function revocationNews(t: TranslateInspector, { answers, heardAfter }: LabEntry): string {
  if (answers?.revokedAt === undefined) return '';
  if (heardAfter !== null) return t('lab.heard', { seconds: (heardAfter / 1000).toFixed(1) });
  return t(`lab.revoked.${answers.phase}`);
}

/** A token that was replaced: hatched, with what there is to say of it. */
function Ghost({ children }: { children: string }) {
  const hatch = useId();
  return (
    <p className="lab-ghost">
      <svg className="lab-ghost-bar" aria-hidden="true">
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className="lifetime-hatch" width="3" height="6" />
        </pattern>
        <rect width="100%" height="100%" fill={`url(#${hatch})`} />
      </svg>
      {children}
    </p>
  );
}
