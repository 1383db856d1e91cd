import { expect, test } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import type { Person } from '../../../lib/crm/contract';
import { ownersHere, personHere } from '../../../lib/services/names';

const person = (n: number, name: string, teams?: string[]): Person => ({
  name,
  keys: [`owner:${n}`, `user:9${n}`],
  active: true,
  ...(teams ? { teams } : {}),
});
const PEOPLE = [
  person(1, 'Dana Reyes', ['a']),
  person(2, 'Mara', ['a', 'b']),
  person(3, 'Noor', ['b']),
  person(4, 'Ole'),
];
const of = (change: Partial<Connection>) => change as Connection;

test('the person chosen for the connection, by the CRM’s own name, else whom the key belongs to', () => {
  const user = { id: '2', name: 'Mara' };
  expect(personHere(of({ person: 'Dana Reyes', user }), PEOPLE)).toBe('Dana Reyes');
  expect(personHere(of({ person: 'dana', user }), PEOPLE)).toBe('Mara');
  expect(personHere(of({ person: 'dana' }), PEOPLE)).toBeNull();
});

test('one’s own records and those of one’s teams', () => {
  expect(ownersHere(of({ person: 'Dana Reyes' }), PEOPLE)).toEqual({ me: '1', team: ['1', '2'] });
  expect(ownersHere(of({ person: 'Mara' }), PEOPLE)).toEqual({ me: '2', team: ['1', '2', '3'] });
  expect(ownersHere(of({ person: 'Ole' }), PEOPLE)).toEqual({ me: '4', team: [] });
  expect(ownersHere(of({ user: { id: '7', name: 'Nobody listed' } }), PEOPLE)).toEqual({ me: '7', team: [] });
  expect(ownersHere(of({}), PEOPLE)).toEqual({ me: null, team: [] });
});
