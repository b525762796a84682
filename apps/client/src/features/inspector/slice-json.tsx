import { Fragment } from 'react';
import { jsonDiff } from './json-diff.ts';
import { useInspectorTexts } from './use-inspector-texts.ts';

/** JSON as it stands, with the lines marked that the last change brought, and below it those that it took away. */
export function SliceJson({ before, now }: { before: object | null; now: object | null }) {
  const { t } = useInspectorTexts();
  const { lines, gone } = jsonDiff(before, now);
  return (
    <div className="slice-json">
      <pre>
        <code>
          {lines.map(({ text, isNew }, index) => (
            // The text alone does not tell lines apart.
            // oxlint-disable-next-line react/no-array-index-key -- lines have no identity but their place
            <Fragment key={index}>
              {index > 0 && '\n'}
              {isNew ? <ins>{text}</ins> : text}
            </Fragment>
          ))}
        </code>
      </pre>
      {gone.length > 0 && (
        <div className="slice-gone">
          <span className="slice-lead">{t('slices.removed')}</span>
          <pre>
            <del>{gone.join('\n')}</del>
          </pre>
        </div>
      )}
    </div>
  );
}
