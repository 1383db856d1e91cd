/** Records of the three CRMs for tests that write: new ones, who writes into them, and what the sandbox's truth says of them. */
import type { Sandbox } from '../sandbox/sandbox.ts';
import { control, mainAccount } from '../tools/drive.ts';
import type { Crm } from './browsers';

/** Who a row of the truth is by; `overlay` is Countersign's own key. */
export interface Row {
  at: string;
  actor: { kind: string; id: string };
  from: string | null;
  to: string | null;
}

export interface Cell {
  field: string;
  value: string | null;
  attribution: string;
  observable: boolean;
  /** Newest first. */
  rows: Row[];
}

/** What a CRM's deals are called, and fields of theirs with values that they take. */
interface Deals {
  object: string;
  path: string;
  /** Body of the request that makes one. */
  fresh: object;
  /** Labels or names of fields, each with five values; the first is the one that a person begins with. */
  fields: Record<string, string[]>;
  headers(token: string): Record<string, string>;
}

interface Answer {
  id?: string;
  data?: { id: number | string } | { id: number | string }[];
}

const TEXTS = ['Call', 'Send the offer', 'Wait', 'Visit', 'Ask again'];
const AMOUNTS = ['100', '2000', '350.5', '4000', '55'];
const DAYS = ['2027-01-11', '2027-02-12', '2027-03-13', '2027-04-14', '2027-05-15'];
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export const DEALS: Record<Crm, Deals> = {
  hubspot: {
    object: '0-3',
    path: '/crm/v3/objects/0-3',
    fresh: { properties: { dealname: 'Fresh', pipeline: 'default', dealstage: 'appointmentscheduled' } },
    fields: {
      hs_next_step: TEXTS,
      amount: AMOUNTS,
      dealstage: ['qualifiedtobuy', 'presentationscheduled', 'decisionmakerboughtin', 'contractsent', 'closedlost'],
      closedate: DAYS.map((day) => `${day}T00:00:00Z`),
    },
    headers: bearer,
  },
  salesforce: {
    object: 'Opportunity',
    path: '/services/data/v67.0/sobjects/Opportunity',
    fresh: { Name: 'Fresh', StageName: 'Prospecting', CloseDate: '2027-01-01' },
    fields: {
      NextStep: TEXTS,
      Amount: AMOUNTS,
      StageName: ['Qualification', 'Needs Analysis', 'Proposal/Price Quote', 'Closed Won', 'Closed Lost'],
      CloseDate: DAYS,
    },
    headers: bearer,
  },
  pipedrive: {
    object: 'deal',
    path: '/api/v2/deals',
    fresh: { title: 'Fresh' },
    fields: { 'Next step': TEXTS, value: AMOUNTS, stage_id: ['2', '3', '4', '5', '1'], expected_close_date: DAYS },
    headers: (token) => ({ 'x-api-token': token }),
  },
};

/** A CRM's deals, and everybody who writes into them but Countersign. */
export class Team {
  readonly crm: Crm;
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox, crm: Crm) {
    this.#sandbox = sandbox;
    this.crm = crm;
  }

  /** A deal that nobody has touched. @returns its id */
  deal(): Promise<string> {
    const { path, fresh } = DEALS[this.crm];
    return this.make(path, fresh);
  }

  /** A record made through the API, or the first of those there are where none can be made. @returns its id */
  async make(path: string, fresh: object | null): Promise<string> {
    const made = await this.send(fresh ? 'POST' : 'GET', path, fresh);
    const data = Array.isArray(made.data) ? made.data[0] : made.data;
    const id = made.id ?? data?.id;
    if (id === undefined) throw new Error(JSON.stringify(made));
    return String(id);
  }

  /** A request to the CRM's API with the credential that may do everything. */
  async send(method: 'GET' | 'POST' | 'PATCH', path: string, body: object | null): Promise<Answer> {
    const { headers } = DEALS[this.crm];
    const { tokens } = mainAccount(this.#sandbox, this.crm);
    const response = await fetch((this.#sandbox.info.apis[this.crm] ?? '') + path, {
      method,
      headers: { ...headers(tokens.full), 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return (text ? JSON.parse(text) : {}) as Answer;
  }

  /** A person changes fields on the CRM's page. */
  async person(id: string, set: Record<string, string>, person = 'lea'): Promise<void> {
    await this.#post('/human', { crm: this.crm, person, via: 'page', object: DEALS[this.crm].object, id, set });
  }

  /** An agent changes fields, through the vendor's client. */
  async agent(id: string, set: Record<string, string>): Promise<void> {
    await this.#post('/agent', { ...this.#asAgent(id, set), mode: 'direct' });
  }

  /** An agent proposes, through the vendor's client. */
  async proposes(id: string, set: Record<string, string>, object = DEALS[this.crm].object): Promise<void> {
    await this.#post('/agent', { ...this.#asAgent(id, set), object, mode: 'staged' });
  }

  /** The CRM's own agent proposes, in the CRM's own list. */
  async lists(id: string, set: Record<string, string>): Promise<void> {
    await this.#post('/agent', { ...this.#asAgent(id, set), agent: 'native', mode: 'listed' });
  }

  /** A fault at the next request to a path. */
  async fault(fault: { route: string; kind: string; after?: boolean }): Promise<void> {
    await this.#post('/fault', { ...fault, times: 1 });
  }

  async noFaults(): Promise<void> {
    await control(this.#sandbox, 'DELETE', '/fault');
  }

  async later(ms: number): Promise<void> {
    await this.#post('/clock', { advance: ms });
  }

  /** What is true of a field. */
  async cell(id: string, field: string, object = DEALS[this.crm].object): Promise<Cell> {
    const query = new URLSearchParams({ crm: this.crm, object, id, field });
    const [cell] = await control<Cell[]>(this.#sandbox, 'GET', `/truth?${query}`);
    if (!cell) throw new Error(`nothing known of ${field}`);
    return cell;
  }

  #asAgent(id: string, set: Record<string, string>) {
    return { crm: this.crm, agent: 'copilot', object: DEALS[this.crm].object, id, set };
  }

  #post(path: string, body: object): Promise<unknown> {
    return control(this.#sandbox, 'POST', path, body);
  }
}
