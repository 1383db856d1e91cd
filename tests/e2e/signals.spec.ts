import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Launched, launch } from '../tools/extension.ts';
import {
  connectAccount,
  control,
  expect,
  importTeam,
  mainAccount,
  overlayStatus,
  recordNoted,
  tabId,
  teamFile,
  test,
} from './support.ts';

const CRM = 'hubspot';
const ORIGIN = 'https://hooks.receiver.example';

interface Event {
  id: string;
  type: string;
  subject: string;
  data: { kind: string; field: { name: string }; agent: string | null; by: { name: string } | null };
}

interface Deliveries {
  accepted: Event[];
  repeated: Event[];
}

/** Nobody can answer a permission's question without a window, so the answer is put into the profile between two starts. */
async function grant({ profile, extensionId }: Launched): Promise<void> {
  const file = join(profile, 'Default', 'Preferences');
  const preferences = JSON.parse(await readFile(file, 'utf8'));
  const settings = preferences.extensions.settings[extensionId];
  const hosts = [`${ORIGIN}/*`];
  settings.runtime_granted_permissions = {
    api: [],
    explicit_host: hosts,
    manifest_permissions: [],
    scriptable_host: [],
  };
  settings.active_permissions.explicit_host.push(...hosts);
  settings.granted_permissions.explicit_host.push(...hosts);
  await writeFile(file, JSON.stringify(preferences));
}

test('a correction made elsewhere reaches the endpoint, once in effect, whatever the endpoint answers', async ({
  sandbox,
}) => {
  const to = { port: sandbox.info.port, spki: sandbox.info.spki };
  const first = await launch(to);
  await connectAccount(first, { ...mainAccount(sandbox, CRM), label: 'Northwind Sales' });
  await importTeam(first, teamFile(sandbox, CRM));
  await first.close(true);
  await grant(first);
  const browser = await launch({ ...to, profile: first.profile });
  try {
    // The receiver looks at the time of a delivery as well.
    await control(sandbox, 'POST', '/clock', { now: Date.now() });
    const { id, url, object } = recordNoted(sandbox, /moved to and fro/, CRM);
    const about = { crm: CRM, object, id };
    await control(sandbox, 'POST', '/agent', {
      ...about,
      agent: 'Pipeline Copilot',
      mode: 'direct',
      set: { hs_next_step: 'Send them the brochure' },
    });
    await control(sandbox, 'POST', '/human', {
      ...about,
      person: 'Mara Lindqvist',
      via: 'mobile',
      set: { hs_next_step: 'Call back on Monday' },
    });

    const options = await browser.context.newPage();
    await options.goto(browser.page('options.html#signals'));
    await options.getByTestId('endpoint-url').fill('http://hooks.receiver.example/events');
    await options.getByTestId('endpoint-add').click();
    await expect(options.getByRole('alert')).toContainText('https://');
    await options.getByTestId('endpoint-url').fill(sandbox.info.receivers.cloudevents.url);
    await options.getByTestId('endpoint-own-secret').fill(sandbox.info.receivers.cloudevents.secret);
    await options.getByTestId('endpoint-add').click();
    await expect(options.getByTestId('endpoint-waiting')).toContainText('Everything has been sent');

    // Taken, but the answer is lost on the way.
    await control(sandbox, 'POST', '/fault', { route: 'receiver', kind: 'lost', times: 1 });
    const page = await browser.context.newPage();
    await page.goto(url);
    await overlayStatus(page, 'ready');
    await expect(options.getByTestId('endpoint-problem')).toContainText('could not be reached');
    await expect(options.getByTestId('signals-kept')).not.toContainText('0 signals');
    await expect((await new AxeBuilder({ page: options }).analyze()).violations).toEqual([]);

    const tab = await tabId(options, url);
    const popup = await browser.context.newPage();
    await popup.goto(browser.page(`popup.html?tab=${tab}`));
    await expect(popup.getByTestId('popup-signals')).toContainText('waiting to be sent');
    await popup.close();
    await options.getByTestId('endpoint-retry').click();
    await expect(options.getByTestId('endpoint-waiting')).toContainText('Everything has been sent');

    const { accepted, repeated } = await control<Deliveries>(sandbox, 'GET', '/deliveries');
    const next = accepted.filter(({ data }) => data.field.name === 'hs_next_step');
    expect(next.at(-1)).toMatchObject({
      type: 'countersign.override.v1',
      subject: `hubspot/12345678/${object}/${id}`,
      data: { kind: 'corrected', agent: 'Pipeline Copilot', by: { name: 'Mara Lindqvist' } },
    });
    expect(JSON.stringify(accepted)).not.toContain('Call back on Monday');
    expect(new Set(accepted.map((event) => event.id)).size).toBe(accepted.length);
    expect(repeated.map((event) => event.id).sort()).toEqual(accepted.map((event) => event.id).sort());

    // Looked at again, it is the same signal.
    await page.reload();
    await overlayStatus(page, 'ready');
    await options.reload();
    await expect(options.getByTestId('endpoint-waiting')).toContainText('Everything has been sent');
    expect((await control<Deliveries>(sandbox, 'GET', '/deliveries')).accepted).toHaveLength(accepted.length);
  } finally {
    await control(sandbox, 'DELETE', '/fault');
    await browser.close();
  }
});
