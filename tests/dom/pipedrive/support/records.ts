/**
 * Records for the sandbox's Pipedrive page with a value of its own in every field, so that no two values can be
 * confused.
 */
import type {
  PageField,
  PageObject,
  PageRecord,
  PageStage,
  PageUser,
  ShownRecord,
} from '../../../sandbox/pipedrive/page/protocol.ts';

export type Values = Record<string, string | null>;

type Extra = Partial<Omit<PageField, 'code' | 'name' | 'type'>>;

/** Forty hex digits that follow from a name. */
export function codeOf(name: string): string {
  let state = 7;
  const digits = Array.from({ length: 40 }, (_, index) => {
    state = (state * 31 + name.charCodeAt(index % name.length) + index) % 65_521;
    return (state % 16).toString(16);
  });
  return digits.join('');
}

const standard = (code: string, name: string, type: PageField['type'], extra: Extra = {}): PageField => ({
  code,
  name,
  type,
  custom: false,
  details: false,
  readOnly: false,
  ...extra,
});

/** A field somebody added; its name is the same in every language. */
export const custom = (
  name: string,
  type: PageField['type'] = 'varchar',
  extra: Extra & { code?: string } = {},
): PageField => ({
  ...standard(extra.code ?? codeOf(name), name, type, { details: true }),
  custom: true,
  ...extra,
});

const options = (first: number, ...labels: string[]) => labels.map((label, index) => ({ id: first + index, label }));

const OWNER = standard('owner_id', 'Owner', 'user', {
  details: true,
  labels: { de: 'Besitzer', pt: 'Proprietário', uk: 'Власник' },
});
const VISIBLE_TO = standard('visible_to', 'Visible to', 'visible_to', {
  details: true,
  labels: { de: 'Sichtbar für', pt: 'Visível para', uk: 'Видимий для' },
  options: [
    { id: 1, label: 'Item owner' },
    { id: 3, label: 'Item owner’s visibility group' },
    { id: 7, label: 'All users' },
  ],
});
const label = (first: number, details: boolean) =>
  standard('label_ids', 'Label', 'set', {
    details,
    labels: { de: 'Label', pt: 'Etiqueta', uk: 'Мітка' },
    options: options(first, 'Customer', 'Hot lead', 'Warm lead', 'Cold lead'),
  });

const DEAL: readonly PageField[] = [
  standard('title', 'Title', 'varchar', { labels: { de: 'Titel', pt: 'Título', uk: 'Назва' } }),
  OWNER,
  standard('value', 'Value', 'monetary', { labels: { de: 'Wert', pt: 'Valor', uk: 'Значення' } }),
  standard('person_id', 'Contact person', 'people', {
    labels: { de: 'Kontaktperson', pt: 'Pessoa de contato', uk: 'Контактна особа' },
  }),
  standard('org_id', 'Organization', 'org', {
    labels: { de: 'Organisation', pt: 'Organização', uk: 'Організація' },
  }),
  standard('stage_id', 'Stage', 'stage', { labels: { de: 'Phase', pt: 'Etapa', uk: 'Етап' } }),
  standard('status', 'Status', 'status'),
  standard('pipeline_id', 'Pipeline', 'double'),
  label(11, false),
  standard('expected_close_date', 'Expected close date', 'date', {
    labels: {
      de: 'Voraussichtliches Abschlussdatum',
      pt: 'Data de fechamento esperada',
      uk: 'Очікувана дата закриття',
    },
  }),
  VISIBLE_TO,
  standard('origin', 'Source origin', 'varchar', {
    details: true,
    readOnly: true,
    labels: { de: 'Quelle (Ursprung)', pt: 'Origem da fonte', uk: 'Походження джерела' },
  }),
  standard('origin_id', 'Source origin ID', 'varchar', { details: true, readOnly: true }),
  standard('channel', 'Source channel', 'enum', {
    details: true,
    labels: { de: 'Quellkanal', pt: 'Canal de origem', uk: 'Канал джерела' },
    options: options(51, 'Web', 'Mail', 'Trade fair'),
  }),
  standard('channel_id', 'Source channel ID', 'varchar', { details: true }),
  standard('score', 'Score', 'double', { details: true, readOnly: true, labels: { de: 'Punktzahl' } }),
  custom('Next step'),
  custom('Priority', 'enum', { options: options(101, 'Low', 'Medium', 'High', 'Urgent') }),
  custom('Description', 'text'),
  custom('Setup fee', 'monetary'),
  custom('Contract period', 'daterange'),
  custom('Contract start', 'date'),
  custom('Requirements', 'set', { options: options(131, 'API', 'SSO', 'Reports', 'Support') }),
  custom('Partner contact', 'user'),
  custom('Auto-renewal', 'boolean'),
  custom('AI suggested stage', 'varchar', { group: 'AI staging' }),
  custom('AI suggested value', 'monetary', { group: 'AI staging' }),
  custom('AI next step', 'varchar', { group: 'AI staging' }),
  custom('AI confidence', 'double', { group: 'AI staging' }),
];

const PERSON: readonly PageField[] = [
  standard('name', 'Name', 'varchar', { labels: { pt: 'Nome', uk: 'Ім’я' } }),
  label(1, true),
  standard('first_name', 'First name', 'varchar', { details: true, labels: { de: 'Vorname', uk: 'Ім’я' } }),
  standard('last_name', 'Last name', 'varchar', { details: true, labels: { de: 'Nachname', uk: 'Прізвище' } }),
  standard('phones', 'Phone', 'phone', { details: true, labels: { de: 'Telefon', pt: 'Telefone', uk: 'Телефон' } }),
  standard('emails', 'Email', 'varchar', { details: true, labels: { de: 'E-Mail', pt: 'E-mail', uk: 'Ел. пошта' } }),
  standard('job_title', 'Job title', 'varchar', { details: true, labels: { pt: 'Cargo', uk: 'Посада' } }),
  standard('org_id', 'Organization', 'org', { details: true, labels: { de: 'Organisation', pt: 'Organização' } }),
  OWNER,
  VISIBLE_TO,
  custom('City'),
  // The same names as fields of deals have.
  custom('Next step', 'varchar', { code: codeOf('Next step of a person') }),
  custom('Priority', 'enum', { code: codeOf('Priority of a person'), options: options(201, 'Low', 'Medium', 'High') }),
  custom('UTM source', 'varchar', { group: 'Attribution' }),
  custom('UTM medium', 'varchar', { group: 'Attribution' }),
];

const ORGANIZATION: readonly PageField[] = [
  standard('name', 'Name', 'varchar', { labels: { pt: 'Nome', uk: 'Назва' } }),
  label(5, true),
  standard('address', 'Address', 'address', { details: true, labels: { de: 'Adresse', pt: 'Endereço', uk: 'Адреса' } }),
  OWNER,
  VISIBLE_TO,
  standard('website', 'Website', 'varchar', { details: true, labels: { uk: 'Вебсайт' } }),
  standard('annual_revenue', 'Annual revenue', 'double', { details: true, labels: { de: 'Jahresumsatz' } }),
  custom('City', 'varchar', { code: codeOf('City of an organization') }),
  custom('Setup fee', 'monetary', { code: codeOf('Setup fee of an organization') }),
];

const LEAD: readonly PageField[] = [
  standard('title', 'Title', 'varchar'),
  { ...OWNER },
  standard('value', 'Value', 'monetary'),
  standard('person_id', 'Contact person', 'people'),
  standard('expected_close_date', 'Expected close date', 'date', { details: true }),
];

export const FIELDS: Record<PageObject, readonly PageField[]> = {
  deal: DEAL,
  person: PERSON,
  organization: ORGANIZATION,
  lead: LEAD,
};

export const USERS: readonly PageUser[] = [
  { id: '101', name: 'Sales Sam', active: true },
  { id: '102', name: 'Manager Mia', active: true },
  { id: '103', name: 'Ivo Brandt', active: true },
  { id: '104', name: 'Noor Haddad', active: true },
  { id: '105', name: 'Lea Okafor', active: false },
  { id: '900', name: 'Revenue Agent', active: true },
];

export const STAGES: readonly PageStage[] = [
  { id: '1', name: 'Qualified', days: 6 },
  { id: '2', name: 'Contact Made', days: 4 },
  { id: '3', name: 'Demo Scheduled', days: 9 },
  { id: '4', name: 'Proposal Made', days: 1 },
  { id: '5', name: 'Negotiations Started', days: 0 },
];

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 0, 5, 9, 30);
const dayOf = (n: number) => new Date(FIRST_DAY + n * DAY).toISOString().slice(0, 10);

/** A value of a field's type; the same for the same seed, another for every other. */
function someValue({ code, name, type, options: choices }: PageField, seed: number): string {
  if (code === 'status') return 'open';
  if (code === 'stage_id') return STAGES[seed % STAGES.length]?.id ?? '1';
  if (code === 'emails') return `mail${seed}@northwind.example`;
  if (choices?.length) return String(choices[seed % choices.length]?.id);
  switch (type) {
    case 'monetary':
    case 'double':
    case 'int':
      return String(1_000 + seed * 37);
    case 'user':
      return USERS[seed % 4]?.id ?? '';
    case 'date':
    case 'daterange':
      return dayOf(seed);
    case 'boolean':
      return seed % 2 === 0 ? 'true' : 'false';
    case 'phone':
      return `+1555${String(1_000_000 + seed * 7_919).slice(-7)}`;
    case 'people':
    case 'org':
      return '';
    default:
      return `${name} no ${seed}`;
  }
}

export interface RecordInput {
  object?: PageObject;
  id: string;
  title: string;
  /** Values that differ from the generated ones; `null` is empty. */
  values?: Values;
  /** Records of the same seed have the same generated values. */
  seed?: number;
  /** More fields than the object has anyway. */
  extra?: readonly PageField[];
  person?: ShownRecord | null;
  organization?: ShownRecord | null;
  products?: PageRecord['products'];
}

/** Everything the page shows of one record. */
export function makeRecord(input: RecordInput): PageRecord {
  const { object = 'deal', id, title, seed = 0, extra = [], person = null, organization = null, products = [] } = input;
  const fields = [...FIELDS[object], ...extra];
  const values: Values = {};
  fields.forEach((field, index) => {
    const n = seed * 101 + index;
    values[field.code] = someValue(field, n);
    if (field.type === 'monetary') values[field.code === 'value' ? 'currency' : `${field.code}_currency`] = 'EUR';
    if (field.type === 'daterange') values[`${field.code}_until`] = dayOf(n + 30);
  });
  const linked = { person_id: person?.id ?? null, org_id: organization?.id ?? null };
  const titleField = object === 'deal' || object === 'lead' ? 'title' : 'name';
  const shown: Values = { ...values, ...linked, [titleField]: title, add_time: '2026-01-02 08:00:00', ...input.values };
  return {
    object,
    id,
    title,
    fields,
    values: shown,
    users: USERS,
    currency: 'EUR',
    pipeline: 'Pipeline',
    stages: object === 'deal' ? STAGES : [],
    person,
    organization,
    deals: [],
    products,
    history: [
      { id: `${id}-1`, at: '2026-11-20T16:12:00Z', kind: 'email', header: 'Email', body: 'Order form attached.' },
      { id: `${id}-2`, at: '2026-11-19T11:00:00Z', kind: 'note', header: 'Sales Sam', body: title },
    ],
    // The past of values, with the same labels as the sidebar has.
    changes: fields
      .filter(({ readOnly }) => !readOnly)
      .map((field, index) => ({
        at: new Date(FIRST_DAY + index * 3_600_000).toISOString(),
        field: field.code,
        from: someValue(field, seed * 101 + index + 40),
        to: shown[field.code] ?? null,
        who: 'Revenue Agent',
      })),
  };
}

/** A person and an organization, and deals that belong to them. */
export const PERSON_RECORD = makeRecord({ object: 'person', id: '301', title: 'Ada Novak', seed: 3 });
export const ORGANIZATION_RECORD = makeRecord({ object: 'organization', id: '302', title: 'Nordlicht', seed: 4 });

/** The record with so many generic fields more, each with a value. */
export function withGenericFields(record: PageRecord, count: number): PageRecord {
  const extra = Array.from({ length: count }, (_, n) =>
    custom(`Field ${String(n + 1).padStart(4, '0')}`, 'varchar', { code: (n + 1).toString(16).padStart(40, '0') }),
  );
  const values = Object.fromEntries(extra.map(({ code }, n) => [code, `Value ${n + 1}`]));
  return { ...record, fields: [...record.fields, ...extra], values: { ...record.values, ...values } };
}
