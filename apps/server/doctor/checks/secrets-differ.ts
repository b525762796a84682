import { fault, fromOutside, notChecked, ok, type Check } from '../check.ts';

const CURE =
  'Give every server the same JWT_SECRET, which lists a new secret on all of them before one signs with it ("old,new" everywhere, then "new,old"), and restart them.';

export const secretsDiffer: Check = {
  id: 'secrets-differ',
  title: 'Every server accepts the tokens of every other',
  run: fromOutside(({ servers }) => {
    const { reports, clocks, refusing, asked, whyNone } = servers;
    if (clocks.length === 0) return notChecked(whyNone);
    if (refusing > 0) {
      return fault(
        `of ${clocks.length + refusing} servers behind this address, ${refusing} does not know a secret that another accepts (or runs a version without /api/doctor)`,
        CURE,
      );
    }
    const signing = new Set(reports.flatMap(({ keyIds }) => keyIds.slice(0, 1)));
    const unknown = [...signing].find((kid) => reports.some(({ keyIds }) => !keyIds.includes(kid)));
    if (unknown !== undefined) {
      return fault(
        `one server signs with the secret of key id ${unknown}, which another does not list`,
        CURE,
      );
    }
    return ok(`${clocks.length} met in ${asked} requests`);
  }),
};
