/** Who works in the two portals and which apps are connected to them. */
import type { App, Owner, User } from '../types.ts';

/** Every user; an owner is a user who may own records. */
export const USERS: readonly User[] = [
  { id: 78412345, firstName: 'Dana', lastName: 'Reyes', email: 'dana.reyes@northwind.example' },
  { id: 78412346, firstName: 'Tom', lastName: 'Becker', email: 'tom.becker@northwind.example' },
  { id: 78412347, firstName: 'Lea', lastName: 'Okafor', email: 'lea.okafor@northwind.example' },
  { id: 78412348, firstName: 'Ivo', lastName: 'Brandt', email: 'ivo.brandt@northwind.example' },
  { id: 78412349, firstName: 'Mara', lastName: 'Lindqvist', email: 'mara.lindqvist@northwind.example' },
  { id: 78412350, firstName: 'Noor', lastName: 'Haddad', email: 'noor.haddad@northwind.example' },
];

const person = (id: string, user: User | undefined, archived = false): Owner => {
  if (!user) throw new Error(`owner ${id} has no user`);
  const { email, firstName, lastName } = user;
  return { id, email, type: 'PERSON', firstName, lastName, userId: user.id, archived };
};

/** Noor Haddad is a user and no owner; Sam Ortega has left; the round robin is a queue. */
export const OWNERS: readonly Owner[] = [
  ...USERS.slice(0, 5).map((user, index) => person(String(1001 + index), user)),
  person('1006', { id: 78412399, firstName: 'Sam', lastName: 'Ortega', email: 'sam.ortega@northwind.example' }, true),
  {
    id: '1007',
    email: 'inbound@northwind.example',
    type: 'QUEUE',
    firstName: 'Inbound',
    lastName: 'Queue',
    archived: false,
  },
];

/** The signed-in person of the record page. */
export const SIGNED_IN = 78412345;

const APPS: readonly App[] = [
  { id: '5671234', name: 'Pipeline Copilot' },
  { id: '5679001', name: 'UTM Sync' },
  { id: '5679777', name: 'Billing Bridge' },
  { id: '5679888', name: 'Desk Assistant' },
  { id: '5680002', name: 'Countersign' },
  { id: '5680003', name: 'Report Reader' },
];

export const appName = (id: string): string | undefined => APPS.find((app) => app.id === id)?.name;
