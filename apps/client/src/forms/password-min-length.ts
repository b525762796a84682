import { PASSWORD_LENGTH } from '@latchkey/shared';
import { createContext } from 'react';

/** How many code points a new password needs here, as the server has it; the default where it did not say. */
export const PasswordMinLength = createContext<number>(PASSWORD_LENGTH.min);
