/** Proposes a value for an opportunity, or to clear its field, and reads back what became of it: `TOKEN=… DEAL=006… API=https://….my.salesforce.com node salesforce.mjs [propose|clear|read]` */
import { Connection } from 'jsforce';
import { fromLedger, inWords, objection } from './lessons.mjs';

const { TOKEN, DEAL, API, AGENT = 'Example agent' } = process.env;
const deals = new Connection({ instanceUrl: API, accessToken: TOKEN, version: '66.0' }).sobject('Opportunity');
const [FIELD, STAGED] = ['NextStep', 'AI_Suggested_NextStep__c'];
const [METADATA, COUNT, LEDGER] = ['AI_Suggestions__c', 'AI_Pending_Count__c', 'Countersign_Ledger__c'];

// Nothing as a value proposes to clear the field.
const clears = process.argv[2] === 'clear';
const value = clears ? '' : 'Send the security questionnaire';

const record = await deals.retrieve(DEAL);
// What a person did not want is not proposed once more.
const against = objection(fromLedger(record[LEDGER]), { agent: AGENT, field: FIELD, value });
if (process.argv[2] === 'read') {
  // The last entry of a field is what holds.
  console.log(JSON.stringify(JSON.parse(record[LEDGER] || '{"e":[]}').e.filter(({ field }) => field === FIELD)));
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
    base: record[FIELD] ?? null,
    at: Date.now(),
  };
  // Other fields' entries are other agents' work.
  const { s = [] } = JSON.parse(record[METADATA] || '{}');
  const others = s.filter((one) => one.field !== FIELD || one.agent !== AGENT);
  const isOpen = record[STAGED] || s.some((one) => one.field === FIELD && one.value === '');
  await deals.update({
    Id: DEAL,
    [STAGED]: value || null,
    [METADATA]: JSON.stringify({ v: 1, s: [...others, entry] }),
    [COUNT]: (record[COUNT] ?? 0) + (isOpen ? 0 : 1),
  });
}
