import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { compression } from 'vite-plugin-compression2';
import { defineConfig } from 'vitest/config';
import { koreanFont } from './korean-font/plugin.ts';
import { leaveOutUnused } from './leave-out-unused.ts';
import { prerenderPages } from './prerender/plugin.ts';

const API_ORIGIN = process.env['API_ORIGIN'] ?? 'http://127.0.0.1:3000';
/** What the API answers in development; in production one server answers everything. */
const API_PATHS = ['/api', '/healthz', '/readyz', '/.well-known'];

/** The packages that every page needs. What is not named here loads with the code that uses it. */
const VENDOR =
  /node_modules\/(?:react|react-dom|scheduler|react-redux|use-sync-external-store|redux|redux-thunk|reselect|immer|@reduxjs\/toolkit|react-router|react-router-dom)\//;

/** The files that the document itself loads, whatever the page. */
const FIRST_FILES = /\/(?:rolldown-runtime|vendor|common)-/;

/** What the first typing into a form loads, and what sends it. */
const API =
  /node_modules\/(?:axios|zod)\/|client\/src\/(?:api\/(?!lab)|forms\/rules)|packages\/shared\/src\/re(?:quests|sponses)/;

/** What every list of devices needs, that of the home page included. */
const DEVICES =
  /node_modules\/bowser\/|client\/src\/(?:store\/devices|devices\/(?:device-name|moment|relative-time|texts|use-device))/;

/** Development server, production build and the unit tests of the client. */
export default defineConfig({
  plugins: [
    react(),
    leaveOutUnused(),
    koreanFont(),
    prerenderPages(),
    compression({ algorithms: ['gzip', 'brotliCompress'], threshold: 512 }),
  ],
  server: {
    // `changeOrigin: false`: the API compares the request's own host with its origin.
    proxy: Object.fromEntries(API_PATHS.map((path) => [path, { target: API_ORIGIN, changeOrigin: false }])),
  },
  build: {
    // The syntax that the contract's own regular expressions need (the `v` flag).
    target: ['chrome112', 'firefox116', 'safari17'],
    // The Content-Security-Policy of production allows no `data:` scripts or fonts.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // What index.html names is there when a page asks for the rest, and a script is asked for by its own import.
      resolveDependencies: (own, files, { hostType }) =>
        hostType === 'html' ? files : files.filter((file) => file !== own && !FIRST_FILES.test(file)),
    },
    reportCompressedSize: false,
    rolldownOptions: {
      // The contract's modules only declare things: what a page does not use of them stays away from it.
      // One chunk compresses better than its parts. Apart stays what the first look at the login page does without.
      output: {
        codeSplitting: {
          groups: [
            { name: 'vendor', test: VENDOR },
            {
              name: 'common',
              test: /shared\/src\/pages|client\/src\/(?:lib\/boot|ui\/(?!how-it-works|select-field)|store(?!\/(?:devices|lab))|forms\/(?!rules|password-judge)|features\/sign-in\/(?!\w+-page))/,
            },
            { name: 'api', test: API },
            // Else it would be a part of the next one, which most pages do without.
            { name: 'use-page-texts', test: /i18n\/use-page-texts/ },
            { name: 'devices', test: DEVICES },
          ],
        },
      },
      treeshake: { moduleSideEffects: [{ test: /packages\/shared\//, sideEffects: false }] },
    },
  },
  test: {
    name: 'client',
    environment: 'happy-dom',
    testTimeout: 60_000,
    isolate: false,
    // Each worker loads the app and the browser again, and a browser for each file unless it has all of them: four workers
    // take half as much CPU time more than one.
    maxWorkers: Math.ceil(availableParallelism() / 4),
    setupFiles: ['src/test/setup.ts'],
    include: ['{src,prerender,korean-font}/**/*.test.{ts,tsx}'],
  },
});
