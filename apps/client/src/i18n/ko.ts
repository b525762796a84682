// One chunk: Korean texts are of no use without their particles.
export { default as texts } from './ko.json';
export { JOSA_FORMATS } from './josa.ts';
