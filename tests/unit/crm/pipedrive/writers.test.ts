import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pipedriveWriter, rawSource, type Written } from '../../../../lib/crm/pipedrive/writers';

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const row = (source: string | null, userAgent: string | null = null, more: Partial<Written> = {}): Written => ({
  user: 101,
  source,
  userAgent,
  bulk: false,
  ...more,
});

describe('decision table', () => {
  test.each([
    ['a page', row('app', CHROME), 'user:101', 'user', 'human'],
    ['a telephone', row('mobile', 'Pipedrive/13.4.0'), 'user:101', 'user', 'human'],
    ['a bulk edit in the interface', row('api', 'bulk-actions-api', { bulk: true }), 'user:101', 'user', 'human'],
    [
      'a tool that only calls itself one',
      row('api', 'bulk-actions-api'),
      'api:101:bulk-actions-api',
      'token',
      'unknown',
    ],
    ['a bulk flag of a tool', row('api', 'axios/1.7.2', { bulk: true }), 'api:101:axios', 'token', 'unknown'],
    ['a script', row('api', 'python-requests/2.32.3'), 'api:101:python-requests', 'token', 'unknown'],
    [
      'the official client',
      row('api', 'Pipedrive-SDK-Javascript-33.7.0'),
      'api:101:pipedrive-sdk-javascript',
      'token',
      'unknown',
    ],
    ['an agent that says its run', row('api', 'acme-agent/1.2 (run=7)'), 'api:101:acme-agent', 'token', 'unknown'],
    ['an extension', row('api', CHROME), 'api:101:mozilla', 'token', 'unknown'],
    ['a tool without a name', row('api'), 'api:101:none', 'token', 'unknown'],
    ['an import', row('import'), 'source:import', 'undocumented', 'unknown'],
    ['no source', row(null), 'source:none', 'undocumented', 'unknown'],
    ['a source of tomorrow', row('Web Form'), 'source:Web Form', 'undocumented', 'unknown'],
    [
      'a person’s source without the person',
      row('app', CHROME, { user: null }),
      'source:app',
      'undocumented',
      'unknown',
    ],
  ])('%s', (_, written, key, kind, attribution) => {
    const writer = pipedriveWriter(written);
    expect(writer).toEqual({ key, kind, attribution, id: key.slice(key.indexOf(':') + 1) });
  });

  test('nobody is called an agent here, and only named sources make a person', () => {
    const anything = fc.record({
      user: fc.option(fc.integer()),
      source: fc.option(fc.oneof(fc.string(), fc.constantFrom('app', 'api', 'mobile'))),
      userAgent: fc.option(fc.oneof(fc.string(), fc.constantFrom('bulk-actions-api', CHROME))),
      bulk: fc.boolean(),
    });
    fc.assert(
      fc.property(anything, (written) => {
        const { attribution } = pipedriveWriter(written);
        expect(['human', 'unknown']).toContain(attribution);
        if (attribution === 'human') expect(['app', 'mobile', 'api']).toContain(written.source);
      }),
    );
  });
});

test('the raw source is as sent, with the tool’s name where it has one', () => {
  expect(rawSource(row('api', 'python-requests/2.32.3'))).toEqual({
    type: 'api',
    id: 'python-requests/2.32.3',
    label: 'python-requests',
    user: '101',
  });
  expect(rawSource(row('api', CHROME))).toEqual({ type: 'api', id: CHROME, user: '101' });
  expect(rawSource(row('app', CHROME))).toEqual({ type: 'app', id: CHROME, user: '101' });
  expect(rawSource(row(null, null, { user: undefined }))).toEqual({ type: 'none' });
});
