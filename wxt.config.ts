import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig, type Wxt } from 'wxt';

/** Pages of the three CRMs. Adding hosts later would disable the extension until people consent again, so all are here from the start. */
const PAGES = ['https://*.hubspot.com/*', 'https://*.lightning.force.com/*', 'https://*.pipedrive.com/*'];
const API_HOSTS = ['https://api.hubapi.com/*', 'https://*.my.salesforce.com/*'];

/** Keeps the id of the unpacked extension the same everywhere; the store gives its own, so `zip` leaves it out. */
const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvmtQEhnirdH0+x7wZtGNkiEYWfs0AD7tD4Z5DHBwliro/H8MBkpg/4vaXtpKvPapTLWcfy4C54eSq00bdfmr7cUsjuLkHEDzD325sFOuqcou3W/ErIuky0YVJuGcYXYOYv8jUvil1Qp8J1BIqkcenT+cGIy368EI7hmMVsgpbwQ26mKtN018uMSODo8uBf3ljhD3mQXc+tP2yn6vC0Sha2K3ImavEoDNsHHfns8aW7W5uQScNIsphkpBEHBuw9sgoC+V+YcssrtKrD7R4uv5+Ghik8iMOwstfybdRC/ndzFds7jefYmsxCjvP1PdmLvMD8NxlD8cG9GtIjbcDNpLOQIDAQAB';

/**
 * HubSpot's client builds our requests; sending them is ours. Its transport needs Node, and nothing here ever calls it, so it is
 * replaced; `url` is what every browser has.
 */
function hubspotClient(): Plugin {
  const TRANSPORT = '\0hubspot-transport';
  const URL_MODULE = '\0node-url';
  return {
    name: 'hubspot-client',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!importer?.includes('@hubspot/api-client')) return null;
      if (/services\/http\/Transport$/.test(source)) return TRANSPORT;
      return source === 'url' ? URL_MODULE : null;
    },
    load(id) {
      if (id === TRANSPORT) return 'export function sendBufferedRequest() { throw new Error("not used"); }';
      return id === URL_MODULE
        ? 'export const URL = globalThis.URL; export const URLSearchParams = globalThis.URLSearchParams;'
        : null;
    },
  };
}

/**
 * What a content script, a guest on someone else's page, does without. The polyfill gives every context promises in place of
 * callbacks; the oldest browsers we run in have them themselves, and it would be 3 of 20 KB, so there `browser` is the browser's
 * own. WXT's watcher of addresses looks before an address is committed; `lib/overlay/navigation` looks after.
 */
function guest(): Plugin {
  const instead: Record<string, string> = {
    'webextension-polyfill': 'export default globalThis.browser ?? globalThis.chrome;',
    './internal/location-watcher.mjs': 'export const createLocationWatcher = () => null;',
    './internal/logger.mjs': 'export const logger = { debug() {} };',
  };
  return {
    name: 'guest',
    enforce: 'pre',
    resolveId: (source) => (source in instead ? `\0${source}` : null),
    load: (id) => instead[id.slice(1)] ?? null,
  };
}

/**
 * The page side is a module that the content script loads on a record's page. Told so, the browser compiles all of it where it reads
 * it, beside the page's main thread; otherwise each function is compiled on that, when it is first called: 4 ms of opening a record.
 * https://v8.dev/blog/explicit-compile-hints
 */
function pageSide(): Plugin {
  return {
    name: 'page-side',
    // Vite leaves a library's modules unminified, so to it this is a page's script.
    config: ({ build }) => {
      if (!build?.lib) return;
      build.rollupOptions = { ...build.rollupOptions, input: build.lib.entry, preserveEntrySignatures: 'strict' };
      build.lib = false;
    },
    // WXT's wrapper says in the console which script crashed; the browser does, too, and it would be a quarter of a KB.
    transform(code, id) {
      if (!id.includes('wxt-unlisted-script-entrypoint')) return null;
      const [definition] = /^import definition from .+$/m.exec(code) ?? [];
      if (!definition) throw new Error('WXT wraps an unlisted script in another way than it did');
      return { code: `${definition}\nexport default definition.main();`, map: null };
    },
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
      }
    },
  };
}

/** The built manifest. */
function manifestOf(wxt: Wxt): string {
  return resolve(wxt.config.outDir, 'manifest.json');
}

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  modules: ['@wxt-dev/module-react', '@wxt-dev/webextension-polyfill', '@wxt-dev/i18n/module'],
  // Typed by the module once types are prepared.
  i18n: { localesDir: resolve('lib/i18n/locales') },
  vite: () => ({
    plugins: [hubspotClient()],
    // Both browsers' minimum versions know `light-dark()`; without this it would be unrolled into twice the CSS.
    build: { cssTarget: ['chrome130', 'firefox140'] },
  }),
  manifest: ({ browser }) => ({
    name: 'Countersign',
    description: '__MSG_extension_about__',
    default_locale: 'en',
    permissions: ['storage', 'alarms', 'scripting', 'sidePanel', 'identity'].filter(
      (p) => browser !== 'firefox' || p !== 'sidePanel',
    ),
    host_permissions: [...PAGES, ...API_HOSTS],
    optional_permissions: ['notifications'],
    optional_host_permissions: ['https://*/*'],
    incognito: 'not_allowed',
    minimum_chrome_version: '130',
    content_security_policy: {
      extension_pages:
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' https:; base-uri 'none'; form-action 'none'",
    },
    web_accessible_resources: [
      {
        resources: ['card.html', 'hubspotPage.js', 'salesforcePage.js', 'pipedrivePage.js'],
        matches: PAGES,
        ...(browser === 'firefox' ? {} : { use_dynamic_url: true }),
      },
    ],
    commands: {
      'next-mark': { suggested_key: { default: 'Alt+Shift+Period' }, description: '__MSG_command_next__' },
      'previous-mark': { suggested_key: { default: 'Alt+Shift+Comma' }, description: '__MSG_command_previous__' },
      'toggle-marks': { suggested_key: { default: 'Alt+Shift+H' }, description: '__MSG_command_toggle__' },
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'countersign@countersign.example',
              strict_min_version: '140.0',
              // Nothing leaves the browser but signals, to an endpoint that a person names and allows.
              data_collection_permissions: {
                required: ['none'],
                optional: ['websiteContent', 'websiteActivity', 'personallyIdentifyingInfo'],
              },
            },
          },
        }
      : { key: KEY, externally_connectable: { ids: [] } }),
  }),
  zip: {
    includeSources: [
      'entrypoints/**',
      'components/**',
      'lib/**',
      'public/**',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'wxt.config.ts',
      'README.md',
    ],
  },
  hooks: {
    'vite:build:extendConfig'(entrypoints, config) {
      const isAll = (type: string) => entrypoints.every((entry) => entry.type === type);
      if (isAll('content-script')) config.plugins = [guest(), config.plugins];
      if (isAll('unlisted-script')) config.plugins = [guest(), pageSide(), config.plugins];
    },
    // The store gives an id of its own; the folder keeps ours.
    async 'zip:extension:start'(wxt) {
      const { key: _key, ...manifest } = JSON.parse(await readFile(manifestOf(wxt), 'utf8'));
      await writeFile(manifestOf(wxt), JSON.stringify(manifest));
    },
    async 'zip:extension:done'(wxt) {
      const manifest = JSON.parse(await readFile(manifestOf(wxt), 'utf8'));
      await writeFile(
        manifestOf(wxt),
        JSON.stringify(wxt.config.browser === 'firefox' ? manifest : { ...manifest, key: KEY }),
      );
    },
  },
});
