import { expect, it } from 'vitest';
import { Session } from '../../lib/overlay/session';
import { Catalog, OWNERS } from '../sandbox/hubspot/catalog.ts';
import { memoryLocation } from '../sandbox/hubspot/page/location.ts';
import { memoryTransport } from '../sandbox/hubspot/page/memoryTransport.ts';
import { mountPage } from '../sandbox/hubspot/page/mount.tsx';

it('mounts', async () => {
  const catalog = new Catalog();
  const root = document.createElement('div');
  document.body.append(root);
  const stop = mountPage(root, {
    transport: memoryTransport({
      dom: { strict: true },
      records: [
        {
          typeId: '0-3',
          id: '1',
          title: 'X',
          properties: { dealname: 'X', amount: '5' },
          definitions: catalog.properties('0-3'),
          pipelines: catalog.pipelines('0-3'),
          owners: [...OWNERS],
          associations: [],
          timeline: [],
        },
      ],
    }),
    location: memoryLocation('/contacts/12345678/record/0-3/1'),
  });
  for (let i = 0; i < 100 && !window.sandboxPage; i++) await new Promise((r) => setTimeout(r, 5));
  await window.sandboxPage?.settle();
  expect(root.textContent).toContain('X');
  console.log(
    location.href,
    innerWidth,
    innerHeight,
    document.hasFocus(),
    document.visibilityState,
    document.querySelectorAll('*').length,
    typeof Session,
    window.top === window,
  );
  stop();
});
