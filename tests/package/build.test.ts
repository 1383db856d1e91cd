import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const BUILD = fileURLToPath(new URL('../../.output/chrome-mv3/', import.meta.url));
const FIREFOX = fileURLToPath(new URL('../../.output/firefox-mv3/', import.meta.url));
const read = (file: string) => readFileSync(join(BUILD, file), 'utf8');
const files = readdirSync(BUILD, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(BUILD.length));
const manifest = JSON.parse(read('manifest.json'));
const scripts = files.filter((f) => f.endsWith('.js'));

const HOSTS = [
  'https://*.hubspot.com/*',
  'https://api.hubapi.com/*',
  'https://*.lightning.force.com/*',
  'https://*.my.salesforce.com/*',
  'https://*.pipedrive.com/*',
];

const CRMS = ['hubspot', 'salesforce', 'pipedrive'];
const PAGE_SIDES = CRMS.map((crm) => `${crm}Page.js`);

describe('manifest', () => {
  test('permissions and hosts are exactly these: one more would disable the extension until people consent again', () => {
    expect(manifest.manifest_version).toBe(3);
    expect([...manifest.permissions].sort()).toEqual(['alarms', 'identity', 'scripting', 'sidePanel', 'storage']);
    expect([...manifest.host_permissions].sort()).toEqual([...HOSTS].sort());
    expect(manifest.optional_host_permissions).toEqual(['https://*/*']);
    expect(manifest.optional_permissions).toEqual(['notifications']);
    expect(manifest.incognito).toBe('not_allowed');
    expect(manifest.externally_connectable).toEqual({ ids: [] });
  });

  test('only the card and the page side are open to pages, of CRMs alone, under an address of the session', () => {
    expect(manifest.web_accessible_resources).toEqual([
      {
        resources: ['card.html', ...PAGE_SIDES],
        matches: HOSTS.filter((h) => !h.includes('api.') && !h.includes('my.salesforce')),
        use_dynamic_url: true,
      },
    ]);
  });

  test('pages of ours run our scripts and nothing else', () => {
    const policy = manifest.content_security_policy.extension_pages as string;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  test('name, description and icons are what the store takes', () => {
    const messages = JSON.parse(read('_locales/en/messages.json'));
    expect(manifest.name.length).toBeLessThanOrEqual(45);
    for (const locale of readdirSync(join(BUILD, '_locales'))) {
      const { extension_about } = JSON.parse(read(`_locales/${locale}/messages.json`));
      expect(extension_about.message.length, locale).toBeLessThanOrEqual(132);
    }
    expect(messages.extension_about.message).toBeTruthy();
    for (const size of [16, 32, 48, 128]) {
      const png = readFileSync(join(BUILD, manifest.icons[size]));
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
  });

  test('Firefox gets an event page, an id and no address it does not know', () => {
    const firefox = JSON.parse(readFileSync(join(FIREFOX, 'manifest.json'), 'utf8'));
    expect(firefox.manifest_version).toBe(3);
    expect(firefox.background.scripts).toHaveLength(1);
    expect(firefox.browser_specific_settings.gecko.id).toBeTruthy();
    expect(firefox.key).toBeUndefined();
    expect([...firefox.host_permissions].sort()).toEqual([...HOSTS].sort());
  });
});

describe('bundles', () => {
  test('what runs on a page is small and holds no React, storage or API code', () => {
    const content = scripts.filter((f) => f.startsWith('content-scripts/'));
    expect(content.sort()).toEqual(CRMS.map((crm) => `content-scripts/${crm}.js`).sort());
    const size = (file: string) => gzipSync(read(file), { level: 9 }).length;
    for (const file of content) expect(size(file), file).toBeLessThanOrEqual(2 * 1024);
    for (const file of PAGE_SIDES) expect(size(file), file).toBeLessThanOrEqual(20 * 1024);
    for (const file of [...content, ...PAGE_SIDES]) {
      for (const foreign of ['react.element', 'createRoot', 'indexedDB', 'api.hubapi.com', 'Bearer'])
        expect(read(file)).not.toContain(foreign);
    }
  });

  test('the page side says that all of it is called at once, and exports its start', () => {
    for (const file of PAGE_SIDES) {
      expect(read(file), file).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/);
      expect(read(file), file).toMatch(/export\{\w+ as default\};\s*$/);
    }
  });

  test('the background holds no React', () => {
    expect(read('background.js')).not.toContain('react.element');
    expect(gzipSync(read('background.js'), { level: 9 }).length).toBeLessThanOrEqual(90 * 1024);
  });

  test('no code comes from elsewhere, none is made from text', () => {
    for (const file of scripts) {
      const source = read(file);
      expect(source, file).not.toMatch(/\beval\(|new Function\(|importScripts\(/);
      expect(source, file).not.toMatch(/import\(["'`]https?:/);
    }
    for (const file of files.filter((f) => f.endsWith('.html'))) expect(read(file)).not.toMatch(/src="https?:/);
  });

  test('nothing of the workshop is inside', () => {
    for (const file of files) expect(file).not.toMatch(/\.map$|\.env|test|sandbox|fixture/i);
    for (const file of scripts) expect(read(file), file).not.toMatch(/127\.0\.0\.1|localhost/);
  });

  test('the only addresses in it are the CRMs’, and those that libraries name in words', () => {
    const known = [
      /^https:\/\/api\.hubapi\.com/,
      /^https?:\/\/www\.w3\.org/,
      /^https:\/\/react\.dev/,
      /^https:\/\/\*?\.?(hubspot|pipedrive|lightning|my)/,
      /^https:\/\/api\.pipedrive\.com/,
      // Made of a host, which is checked where it is made.
      /^https:\/\/\$\{/,
      /^https:\/\/\*\./,
    ];
    for (const file of scripts) {
      for (const [address] of read(file).matchAll(/https?:\/\/[^\s"'`\\)<>,]+/g)) {
        expect(
          known.some((k) => k.test(address)),
          `${file}: ${address}`,
        ).toBe(true);
      }
    }
  });
});
