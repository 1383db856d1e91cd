/** Everybody and everything that writes during the incident. */
import type { Actor } from './types.ts';

const human = (id: string, name: string): Actor => ({ kind: 'human', id, name });
const automation = (id: string, name: string): Actor => ({ kind: 'automation', id, name });
const system = (id: string, name: string): Actor => ({ kind: 'system', id, name });
const integration = (id: string, name: string): Actor => ({ kind: 'integration', id, name });
const agent = (id: string, name: string): Actor => ({ kind: 'agent', id, name });

const SHARED = 'enricher-and-utm-sync';

const ALL: readonly Actor[] = [
  human('dana', 'Dana Reyes'),
  human('tom', 'Tom Becker'),
  human('lea', 'Lea Okafor'),
  human('ivo', 'Ivo Brandt'),
  human('mara', 'Mara Lindqvist'),
  human('noor', 'Noor Haddad'),
  agent('copilot', 'Pipeline Copilot'),
  { ...agent('enricher', 'Lead Enricher'), sharedLogin: SHARED },
  agent('native', 'Native agent'),
  { kind: 'overlay', id: 'overlay', name: 'Countersign' },
  { ...integration('utm-sync', 'UTM Sync'), sharedLogin: SHARED },
  integration('billing', 'Billing Bridge'),
  integration('anonymous', 'Unnamed API client'),
  integration('desk', 'Desk Assistant'),
  integration('future', 'Undocumented source'),
  automation('routing', 'Lead routing workflow'),
  automation('old-workflow', 'Lifecycle workflow'),
  automation('stamp-reset', 'Nightly stamp reset workflow'),
  automation('import', 'Spreadsheet import'),
  system('form', 'Website form'),
  system('defaults', 'Default values'),
  system('calculated', 'Calculation'),
];

const BY_ID = new Map(ALL.map((actor) => [actor.id, actor]));

/** An actor by its id; throws where there is none. */
export function actorById(id: string): Actor {
  const actor = BY_ID.get(id);
  if (!actor) throw new Error(`no actor ${id}`);
  return actor;
}

const ofKind = (kind: Actor['kind']): readonly Actor[] => ALL.filter((actor) => actor.kind === kind);

export const PEOPLE = ofKind('human');
export const AGENTS = ofKind('agent');

/** What Lead Enricher writes into the stamp field. */
export const STAMP_VALUE = 'lead-enricher';
