/** Records the story has no word for: leads, a custom object, products, another currency, a person. */
import { actorById } from '../engine/actors.ts';
import type { Clock } from '../engine/clock.ts';
import type { Journal } from '../engine/journal.ts';
import type { Highlight } from '../engine/types.ts';
import { to18 } from './ids.ts';
import { userByKey } from './org.ts';
import type { SalesforceSide } from './side.ts';
import type { Store, Values } from './store.ts';
import type { StoredRecord } from './types.ts';
import { userOf } from './writers.ts';

const DAY = 86_400_000;

export interface Extra extends Omit<Highlight, 'key'> {
  record: StoredRecord;
}

interface Scene {
  store: Store;
  journal: Journal;
  side: SalesforceSide;
  clock: Clock;
  end: number;
}

/** What everybody writes into the extra records, in the order of time. */
class Stage {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** Sets the time to some days before the end, at an hour. */
  at(days: number, hour: number): void {
    const midnight = Math.floor((this.#scene.end - days * DAY) / DAY) * DAY;
    this.#scene.clock.hold(midnight + hour * 3_600_000);
  }

  create(actor: string, object: string, id: string, set: Record<string, string>): StoredRecord {
    const { store, journal, side, clock } = this.#scene;
    store.beginSilence();
    const record = store.create(object, set, { userId: userOf(actor).id, way: 'internal' }, { id });
    store.endSilence();
    const defaults = ['Name', 'OwnerId', 'CurrencyIsoCode', 'Partner_Sourced__c', 'Auto_Renew__c'].flatMap((field) => {
      const value = store.catalog.field(object, field)?.tracked && record.values.get(field);
      return value ? [[field, value] as const] : [];
    });
    const given = { ...Object.fromEntries(defaults), ...set };
    side.given(Object.keys(given));
    journal.create({ object, id }, given, { at: clock.now(), actor: actorById(actor), via: 'page' });
    return record;
  }

  write(actor: string, record: StoredRecord, set: Record<string, string>): void {
    const { store, journal, side, clock } = this.#scene;
    store.beginSilence();
    store.update(record, set, { userId: userOf(actor).id, way: 'internal' });
    store.endSilence();
    side.given(Object.keys(set));
    journal.write({ object: record.object, id: record.id }, set, {
      at: clock.now(),
      actor: actorById(actor),
      via: 'page',
    });
  }

  /** Set-up data, of which no journal knows. */
  setup(object: string, id: string, set: Values, user: string): void {
    const { store } = this.#scene;
    store.beginSilence();
    store.create(object, set, { userId: userByKey(user).id, way: 'internal' }, { id });
    store.endSilence();
  }
}

/**
 * Puts the extra records into an org and its journal.
 *
 * @returns the ones worth opening
 */
export function addExtras(scene: Scene): Extra[] {
  const { store } = scene;
  const stage = new Stage(scene);
  const user = (key: string) => userOf(key).id;

  stage.at(40, 9);
  const lead = stage.create('form', 'Lead', to18('00QHs000002LmN1'), {
    FirstName: 'Cara',
    LastName: 'Lind',
    Company: 'Moorfield Dairy',
    Email: 'cara.lind@moorfield.example',
    Status: 'Open - Not Contacted',
    OwnerId: user('ivo'),
    UTM_Source__c: 'newsletter',
    UTM_Campaign__c: 'autumn',
  });
  const converted = stage.create('ivo', 'Lead', to18('00QHs000002LmN2'), {
    FirstName: 'Dev',
    LastName: 'Patel',
    Company: 'Ostrava Tools',
    Status: 'Working - Contacted',
    OwnerId: user('ivo'),
  });
  const widgets = stage.create('dana', 'Opportunity', to18('006Hs0000009WiD'), {
    Name: 'Acme - 200 Widgets',
    StageName: 'Needs Analysis',
    CloseDate: '2026-12-31',
    Amount: '12000',
    OwnerId: user('dana'),
    ...(store.org.multiCurrency && { CurrencyIsoCode: 'USD' }),
  });
  const currencies = store.org.multiCurrency;
  const pounds = currencies
    ? stage.create('tom', 'Opportunity', to18('006Hs0000009GbP'), {
        Name: 'Tidewater Terminal',
        StageName: 'Value Proposition',
        CloseDate: '2027-01-15',
        Amount: '8300.5',
        CurrencyIsoCode: 'GBP',
        OwnerId: user('tom'),
      })
    : undefined;
  const renewal = stage.create('lea', 'Renewal__c', to18('a0XHs0000009ReN'), {
    Name: 'R-1042 Harborline',
    Opportunity__c: widgets.id,
    Status__c: 'Draft',
    Approval_Status__c: 'Open',
    Renewal_Date__c: '2027-02-01',
    Value__c: '24000',
    OwnerId: user('lea'),
  });
  const person = store.org.personAccounts
    ? stage.create('dana', 'Account', to18('001Hs0000009PeR'), {
        FirstName: 'Ada',
        LastName: 'Novak',
        PersonEmail: 'ada.novak@mail.example',
        Phone: '+353 1 555 0199',
        OwnerId: user('tom'),
      })
    : undefined;
  person?.values.set('IsPersonAccount', 'true');

  stage.at(20, 10);
  stage.write('copilot', lead, { Title: 'Head of Procurement', Status: 'Working - Contacted' });
  stage.write('copilot', renewal, { Status__c: 'Signed', Notes__c: 'Customer agreed on the phone.' });
  widgets.values.set('HasOpportunityLineItem', 'true');
  stage.setup(
    'OpportunityLineItem',
    to18('00kHs0000009LiN'),
    { OpportunityId: widgets.id, Name: 'Widget', Quantity: '200', UnitPrice: '60', TotalPrice: '12000' },
    'dana',
  );
  if (pounds) stage.write('copilot', pounds, { Amount: '9130.55', NextStep: 'Send the contract' });
  if (person) stage.write('native', person, { PersonEmail: 'a.novak@mail.example' });

  stage.at(12, 11);
  stage.write('ivo', lead, { Title: 'Buyer' });
  stage.write('lea', renewal, { Status__c: 'Offered' });
  stage.write('ivo', converted, { Status: 'Closed - Converted' });
  converted.values.set('IsConverted', 'true');
  store.special(converted, 'leadConverted', user('ivo'));
  store.special(lead, 'ownerAccepted', user('ivo'));
  store.special(widgets, 'opportunityCreatedFromLead', user('dana'));
  stage.write('copilot', widgets, { StageName: 'Negotiation/Review' });

  return [
    { record: lead, note: 'lead an agent worked on and a person corrected' },
    { record: renewal, note: 'record of a custom object with two fields of one label' },
    { record: widgets, note: 'opportunity with products, whose amount stays as it is' },
    { record: converted, note: 'converted lead, which nobody can change any more' },
    ...(pounds ? [{ record: pounds, note: 'opportunity in another currency' }] : []),
    ...(person ? [{ record: person, note: 'person account' }] : []),
  ];
}
