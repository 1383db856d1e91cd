/** Proposes a value for an opportunity and reads back what became of it: `TOKEN=… DEAL=006… API=https://….my.salesforce.com node salesforce.mjs [propose|read]` */
import { Connection } from 'jsforce';

const { TOKEN, DEAL, API, AGENT = 'Example agent' } = process.env;
const deals = new Connection({ instanceUrl: API, accessToken: TOKEN, version: '66.0' }).sobject('Opportunity');
const [FIELD, STAGED] = ['NextStep', 'AI_Suggested_NextStep__c'];
const [METADATA, COUNT, LEDGER] = ['AI_Suggestions__c', 'AI_Pending_Count__c', 'Countersign_Ledger__c'];

const record = await deals.retrieve(DEAL);
if (process.argv[2] === 'read') {
  // The last entry of a field is what holds.
  console.log(JSON.stringify(JSON.parse(record[LEDGER] || '{"e":[]}').e.filter(({ field }) => field === FIELD)));
} else {
  const value = 'Send the security questionnaire';
  const entry = {
    field: FIELD,
    value,
    agent: AGENT,
    confidence: 0.82,
    reason: 'Asked for in the mail of this morning.',
    evidence: ['https://mail.example.com/thread/4812'],
    base: record[FIELD] ?? null,
    at: Date.now(),
  };
  // Other fields' entries are other agents' work.
  const { s = [] } = JSON.parse(record[METADATA] || '{}');
  const others = s.filter((one) => one.field !== FIELD || one.agent !== AGENT);
  await deals.update({
    Id: DEAL,
    [STAGED]: value,
    [METADATA]: JSON.stringify({ v: 1, s: [...others, entry] }),
    [COUNT]: (record[COUNT] ?? 0) + (record[STAGED] ? 0 : 1),
  });
}
