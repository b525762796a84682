import type { Plugin } from 'vite';

/**
 * What axios needs for forms, query parameters, CSRF cookies and `fetch`, where this client sends JSON without any of them
 * over `XMLHttpRequest` (as axios does when it may choose), and what axios only hands to its users.
 */
const OF_AXIOS =
  /\/axios\/lib\/(?:adapters\/fetch|core\/assertParamsAcyclic|cancel\/CancelToken|helpers\/(?:AxiosURLSearchParams|HttpStatusCode|cookies|formDataToJSON|toFormData|toURLEncodedForm))\.js$/;

/**
 * Leaves out of a build what none of our pages reaches and no bundler can know to be unused: those modules of axios, the
 * components of react-router that `displayName` and `forwardRef` keep alive, and the patterns of es-hangul. A module that
 * turns out to be needed after all is `undefined`, at which the browser tests fail; `pnpm size` fails when this no longer
 * leaves out anything.
 */
export function leaveOutUnused(): Plugin {
  return {
    name: 'leave-out-unused',
    apply: 'build',
    load: (id) => (OF_AXIOS.test(id) ? 'export default undefined; export const getFetch = undefined;' : null),
    transform(code, id) {
      if (/\/es-hangul\//.test(id))
        return code.replaceAll(/= (new RegExp\(.*?\));/gs, '= /* @__PURE__ */ (() => $1)();');
      if (!/\/react-router\/dist\//.test(id)) return null;
      return code
        .replaceAll(/^\w+\.displayName = .*;$/gm, '')
        .replaceAll(/= (?=React\w*\.(?:createContext|forwardRef|memo)\()/g, '= /* @__PURE__ */ ');
    },
  };
}
