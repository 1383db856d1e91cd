/** Proposes a value for a deal, or to clear its field, and reads back what became of it: `TOKEN=… DEAL=… node hubspot.mjs [propose|clear|read]` */
import { Client } from '@hubspot/api-client';
import { fromLedger, inWords, objection } from './lessons.mjs';

const { TOKEN, DEAL, API = 'https://api.hubapi.com', AGENT = 'Example agent' } = process.env;
const deals = new Client({ accessToken: TOKEN, basePath: API }).crm.deals.basicApi;
const [FIELD, STAGED] = ['hs_next_step', 'ai_suggested_hs_next_step'];
const [METADATA, COUNT, LEDGER] = ['ai_suggestions', 'ai_pending_count', 'countersign_ledger'];

// Nothing as a value proposes to clear the field.
const clears = process.argv[2] === 'clear';
const value = clears ? '' : 'Send the security questionnaire';

const { properties } = await deals.getById(DEAL, [FIELD, STAGED, METADATA, COUNT, LEDGER]);
// What a person did not want is not proposed once more.
const against = objection(fromLedger(properties[LEDGER]), { agent: AGENT, field: FIELD, value });
if (process.argv[2] === 'read') {
  // The last entry of a field is what holds.
  console.log(JSON.stringify(JSON.parse(properties[LEDGER] || '{"e":[]}').e.filter(({ field }) => field === FIELD)));
} else if (against) {
  console.log(`not proposed: ${inWords(against)}`);
} else {
  const entry = {
    field: FIELD,
    value,
    agent: AGENT,
    confidence: 0.82,
    reason: clears ? 'Done, says the mail of this morning.' : 'Asked for in the mail of this morning.',
    evidence: ['https://mail.example.com/thread/4812'],
    base: properties[FIELD] || null,
    at: Date.now(),
  };
  // Other fields' entries are other agents' work.
  const { s = [] } = JSON.parse(properties[METADATA] || '{}');
  const others = s.filter((one) => one.field !== FIELD || one.agent !== AGENT);
  const isOpen = properties[STAGED] || s.some((one) => one.field === FIELD && one.value === '');
  const open = Number(properties[COUNT] || 0) + (isOpen ? 0 : 1);
  await deals.update(DEAL, {
    properties: {
      [STAGED]: value,
      [METADATA]: JSON.stringify({ v: 1, s: [...others, entry] }),
      [COUNT]: String(open),
    },
  });
}
