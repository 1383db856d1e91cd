/** Who may import whom. The picture is in the README; a rule here is what keeps it true. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(entrypoints|components|lib|tests)/', pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    only('core', '^lib/core/', [], 'The core is pure and knows nothing outside itself.'),
    only('i18n', '^lib/i18n/', ['^lib/core/'], 'Words are made from core types.'),
    only('crm', '^lib/crm/', ['^lib/core/'], 'A CRM knows the core and the contract.'),
    {
      name: 'crm-to-crm',
      comment: 'One CRM never uses another.',
      severity: 'error',
      from: { path: '^lib/crm/([^/]+)/' },
      to: { path: '^lib/crm/[^/]+/', pathNot: '^lib/crm/$1/' },
    },
    only(
      'overlay',
      '^lib/overlay/',
      ['^lib/core/', '^lib/crm/contract\\.ts$', '^lib/i18n/', '^lib/messaging/protocol\\.ts$'],
      'The page side is host-agnostic; its start alone talks to the background.',
    ),
    only('store', '^lib/store/', ['^lib/core/', '^lib/crm/'], 'Storage keeps core and CRM types.'),
    only(
      'services',
      '^lib/services/',
      ['^lib/core/', '^lib/crm/', '^lib/store/', '^lib/i18n/'],
      'The background’s work.',
    ),
    only('messaging', '^lib/messaging/', ['^lib/core/'], 'Messages carry core types.'),
    only(
      'stores',
      '^lib/stores/',
      ['^lib/core/', '^lib/messaging/', '^lib/i18n/'],
      'State of our pages and its bridge.',
    ),
    only(
      'components',
      '^components/',
      ['^lib/core/', '^lib/i18n/', '^lib/stores/'],
      'Views take props and give callbacks.',
    ),
    { name: 'no-entrypoints', severity: 'error', from: { pathNot: '^entrypoints/' }, to: { path: '^entrypoints/' } },
    {
      name: 'sandbox-is-independent',
      comment: 'A truth that shared code with the product would share its mistakes.',
      severity: 'error',
      from: { path: '^tests/sandbox/' },
      to: { path: '^(lib|components|entrypoints)/' },
    },
    {
      name: 'components-without-browser',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: 'wxt/|webextension-polyfill|@webext-core' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'content-is-small',
      comment: 'What runs on a page holds no React, store or API code.',
      severity: 'error',
      from: { path: '^entrypoints/[^/]+(\\.content|Page)/' },
      to: { path: '(^lib/(store|services|sync|stores)/|react|client\\.ts$)', reachable: true },
    },
    {
      name: 'background-without-react',
      severity: 'error',
      from: { path: '^entrypoints/background/' },
      to: { path: 'node_modules/react', reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The TypeScript of this project has no JavaScript API yet.
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
  },
};
