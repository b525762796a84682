import { fault, fromReports, notChecked, ok, type Check } from '../check.ts';

export const missingIndex: Check = {
  id: 'missing-index',
  title: 'The database has every index',
  run: fromReports(({ database }) => {
    if (database === null) return notChecked('the database cannot be reached');
    if (database.missingIndexes.length === 0) return ok();
    return fault(
      `the database lacks ${database.missingIndexes.join(', ')}`,
      'Restart a server: it creates the indexes that are missing, and says what is in the way of one, such as two users with one name.',
    );
  }),
};
