// What a visitor of /login downloads, in gzip (a kB is 1,000 bytes). A chunk that is not named here counts.
const OTHER_PAGES = ['use-page-texts', 'register-page', 'inspector-page', 'security-page', 'not-found-page'];
// Home shows the last sign-ins once it has been painted without them, and works if they never come.
const AFTER_HOME = ['sign-in-list', 'devices'];
const ON_DEMAND = ['api', 'auth', 'rules', 'home-page'];

const scriptsWithout = (...chunks) => [
  'apps/client/dist/assets/*.js',
  // Korean is the heavier of the two languages; what judges new passwords has a budget of its own.
  ...['en', 'account', 'password-judge', ...OTHER_PAGES, ...AFTER_HOME, ...chunks].map(
    (chunk) => `!apps/client/dist/assets/${chunk}-*.js`,
  ),
];

export default [
  { name: 'JavaScript of /login', path: scriptsWithout(...ON_DEMAND), limit: '115 kB', gzip: true },
  { name: 'with typing and signing in', path: scriptsWithout(), limit: '135 kB', gzip: true },
  {
    name: 'strength meter',
    path: 'apps/client/dist/assets/password-judge-*.js',
    limit: '870 kB',
    gzip: true,
  },
  { name: 'style sheets of all pages', path: 'apps/client/dist/assets/*.css', limit: '12 kB', gzip: true },
  // Compressed already, and sent as it is.
  {
    name: 'Korean font',
    path: 'apps/client/dist/assets/*.woff2',
    limit: '60 kB',
    brotli: false,
    gzip: false,
  },
];
