/** The examples of `docs/agents.md`, run as they are. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';

const run = promisify(execFile);
const OBJECTS = { hubspot: '0-3', salesforce: 'Opportunity', pipedrive: 'deal' };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true });
});
afterAll(() => sandbox?.stop());

/** A record as the API answers it, staging fields among it. */
async function raw(crm: string, api: string, token: string, id: string): Promise<string> {
  const path = {
    hubspot: `/crm/v3/objects/deals/${id}?properties=ai_suggested_hs_next_step,ai_suggestions`,
    salesforce: `/services/data/v66.0/sobjects/Opportunity/${id}`,
    pipedrive: `/api/v2/deals/${id}`,
  }[crm];
  const headers = { Authorization: `Bearer ${token}`, 'x-api-token': token };
  return (await fetch(`${api}${path}`, { headers })).text();
}

describe.each(Object.entries(OBJECTS))('%s', (crm, object) => {
  it('proposes with the vendor’s client, and reads the ledger', async () => {
    const account = sandbox.info.accounts.find((one) => one.crm === crm);
    const agent = account?.agents.find(({ name }) => name === 'Pipeline Copilot');
    const deal = account?.records.find((one) => one.object === object && /waiting suggestions/.test(one.note));
    const apis = sandbox.info.apis as Record<string, string>;
    const env = { ...process.env, TOKEN: agent?.token ?? '', DEAL: deal?.id ?? '', API: apis[crm] ?? '' };
    const example = fileURLToPath(new URL(`../../../docs/examples/${crm}.mjs`, import.meta.url));
    await run(process.execPath, [example, 'propose'], { env });
    // The CRM's own answer, as the example reads it before it proposes the next time.
    const shown = await raw(crm, apis[crm] ?? '', agent?.token ?? '', deal?.id ?? '');
    expect(shown).toContain('"Send the security questionnaire"');
    expect(shown).toContain('Asked for in the mail of this morning.');
    const { stdout } = await run(process.execPath, [example, 'read'], { env });
    expect(Array.isArray(JSON.parse(stdout))).toBe(true);
  });
});
