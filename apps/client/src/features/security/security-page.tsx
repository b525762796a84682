import './security-page.css';
import { useState } from 'react';
import { PageHeading } from '../../ui/page-heading.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { ChangePassword } from './change-password.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { Devices } from '../../devices/devices.tsx';
import { useTranslation } from '../../i18n/use-translation.ts';
import { useSecurityTexts } from './use-security-texts.ts';

/** Password, devices, and the end of the account. */
export function SecurityPage() {
  const { t } = useSecurityTexts();
  const { t: shared } = useTranslation();
  const [hasChangeError, setChangeError] = useState(false);
  const [hasDeleteError, setDeleteError] = useState(false);
  const title = t('title');
  usePageTitle(hasChangeError || hasDeleteError ? shared('form.errorTitle', { title }) : title);
  return (
    <div className="security">
      <PageHeading>{title}</PageHeading>
      <section className="security-part" aria-labelledby="security-devices">
        <h2 id="security-devices">{t('devicesTitle')}</h2>
        <Devices />
      </section>
      <section className="security-part" aria-labelledby="security-password">
        <h2 id="security-password">{t('password')}</h2>
        <ChangePassword onErrorChange={setChangeError} />
      </section>
      <section className="security-part" aria-labelledby="security-delete">
        <h2 id="security-delete">{t('deleteTitle')}</h2>
        <p className="security-lead">{t('deleteLead')}</p>
        <DeleteAccount onErrorChange={setDeleteError} />
      </section>
    </div>
  );
}
