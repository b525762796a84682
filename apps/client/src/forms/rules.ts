export { loginRequest, registerRequest } from '@latchkey/shared';
