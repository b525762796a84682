import { fault, fromOutside, notChecked, ok, type Check } from '../check.ts';
import { headerOf } from '../http.ts';
import { isFromServer } from '../observe.ts';

/** A year, in seconds (OWASP ASVS 5.0, 3.4.1). */
const MIN_AGE = 31_536_000;

export const hstsStripped: Check = {
  id: 'hsts-stripped',
  title: 'Strict-Transport-Security arrives',
  run: fromOutside(({ isHttps, accepts, check, page }) => {
    if (!isHttps) return notChecked('the address is http');
    if (!accepts.asked) return notChecked('PUBLIC_URL is not this address, so the server may send none');
    const answers = isFromServer(page) ? [check[0], page] : [check[0]];
    const values = answers.map((answer) => headerOf(answer, 'strict-transport-security'));
    const weak = values.find((value) => !isStrong(value));
    if (values.every(isStrong)) return ok();
    return fault(
      weak === undefined
        ? 'responses come without Strict-Transport-Security, which the server sends'
        : `responses come with Strict-Transport-Security: ${weak}, which is not what the server sends`,
      'Let the proxy pass the header on (nginx: no "proxy_hide_header Strict-Transport-Security"); if it sets its own, for a year at least.',
    );
  }),
};

function isStrong(value: string | undefined): boolean {
  return Number(/max-age="?(\d+)/i.exec(value ?? '')?.[1]) >= MIN_AGE;
}
