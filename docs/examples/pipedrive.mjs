/** Proposes a value for a deal, or to clear its field, and reads back what became of it: `TOKEN=… DEAL=… API=https://….pipedrive.com node pipedrive.mjs [propose|clear|read]` */
import { NotesApi, Configuration as V1Configuration } from 'pipedrive/v1';
import { Configuration, DealFieldsApi, DealsApi } from 'pipedrive/v2';
import { fromLedger, inWords, objection } from './lessons.mjs';

const { TOKEN, DEAL, API, AGENT = 'Example agent' } = process.env;
const configuration = new Configuration({ apiKey: TOKEN, basePath: `${API}/api/v2` });
const deals = new DealsApi(configuration);

// Pipedrive names fields itself, so they are found by their labels.
const fields = new Map();
for (let cursor; ; ) {
  const page = await new DealFieldsApi(configuration).getDealFields({ limit: 500, cursor });
  for (const { field_name, field_code } of page.data) fields.set(field_name.toLowerCase(), field_code);
  cursor = page.additional_data?.next_cursor;
  if (!cursor) break;
}
const FIELD = fields.get('next step');
const STAGED = fields.get('ai suggested next step');
const [METADATA, COUNT, LEDGER] = ['ai suggestions', 'ai pending count', 'countersign ledger'].map((l) =>
  fields.get(l),
);

// Nothing as a value proposes to clear the field.
const clears = process.argv[2] === 'clear';
const value = clears ? '' : 'Send the security questionnaire';

const { data } = await deals.getDeal({ id: Number(DEAL) });
const values = data.custom_fields;
// What a person did not want is not proposed once more.
// The field holds 4,000 characters; older entries are in a pinned note.
const notes = new NotesApi(new V1Configuration({ apiKey: TOKEN, basePath: `${API}/api/v1` }));
const pinned = await notes.getNotes({ deal_id: Number(DEAL), pinned_to_deal_flag: 1 });
const older = pinned.data.map(({ content }) => content).filter((text) => text.includes('Countersign ledger'));
const against = objection(fromLedger(values[LEDGER], older), { agent: AGENT, field: FIELD, value });
if (process.argv[2] === 'read') {
  // The last entry of a field is what holds.
  console.log(JSON.stringify(JSON.parse(values[LEDGER] || '{"e":[]}').e.filter(({ field }) => field === FIELD)));
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
    base: values[FIELD] ?? null,
    at: Date.now(),
  };
  // Other fields' entries are other agents' work.
  const { s = [] } = JSON.parse(values[METADATA] || '{}');
  const others = s.filter((one) => one.field !== FIELD || one.agent !== AGENT);
  const isOpen = values[STAGED] || s.some((one) => one.field === FIELD && one.value === '');
  const custom_fields = {
    [STAGED]: value || null,
    [METADATA]: JSON.stringify({ v: 1, s: [...others, entry] }),
    [COUNT]: (values[COUNT] ?? 0) + (isOpen ? 0 : 1),
  };
  await deals.updateDeal({ id: Number(DEAL), UpdateDealRequest: { custom_fields } });
}
