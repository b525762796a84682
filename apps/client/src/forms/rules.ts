export { deleteAccountRequest, loginRequest, passwordRequest, registerRequest } from '@latchkey/shared';
