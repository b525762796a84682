// A chunk of its own: it brings megabytes of words.
export { passwordStrength } from '@latchkey/shared/password-strength';
