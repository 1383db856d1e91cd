/**
 * An agent that writes a deal's next step by itself, and stops once a person has put it right:
 * `TOKEN=… DEAL=… AGENT=… [LEARN=ledger|events.jsonl] node learning.mjs`. Without LEARN it repeats its mistake for ever.
 */
import { readFileSync } from 'node:fs';
import { Client } from '@hubspot/api-client';
import { fromEvents, fromLedger, inWords, objection } from './lessons.mjs';

const { TOKEN, DEAL, API = 'https://api.hubapi.com', AGENT = 'Example agent', LEARN } = process.env;
const [FIELD, LEDGER] = ['hs_next_step', 'countersign_ledger'];
const deals = new Client({ accessToken: TOKEN, basePath: API }).crm.deals.basicApi;

async function lessons() {
  if (!LEARN) return [];
  if (LEARN === 'ledger') return fromLedger((await deals.getById(DEAL, [LEDGER])).properties[LEDGER]);
  const lines = readFileSync(LEARN, 'utf8').split('\n').filter(Boolean);
  return fromEvents(
    lines.map((line) => JSON.parse(line)),
    DEAL,
  );
}

// What this agent always concludes from the same mail.
const value = 'Send the brochure';
const against = objection(await lessons(), { agent: AGENT, field: FIELD, value });
if (against) console.log(`left alone: ${inWords(against)}`);
else {
  await deals.update(DEAL, { properties: { [FIELD]: value } });
  console.log(`wrote: ${value}`);
}
