/** The two orgs, who works in them, with which profiles. The second is a sandbox of the first: ids are the same. */
import { to18 } from './ids.ts';

export interface Org {
  id: string;
  label: string;
  /** Host of its pages, and of its API. */
  lightning: string;
  api: string;
  isSandbox: boolean;
  multiCurrency: boolean;
  personAccounts: boolean;
  /** Whether Salesforce's own agent leaves suggestions here. */
  suggestions: boolean;
}

export const MAIN_ORG: Org = {
  id: to18('00DHs000000AbCd'),
  label: 'Acme',
  lightning: 'acme.lightning.force.com',
  api: 'acme.my.salesforce.com',
  isSandbox: false,
  multiCurrency: true,
  personAccounts: true,
  suggestions: true,
};

export const OTHER_ORG: Org = {
  id: to18('00DHs000000XyZa'),
  label: 'Acme UAT',
  lightning: 'acme--uat.sandbox.lightning.force.com',
  api: 'acme--uat.sandbox.my.salesforce.com',
  isSandbox: true,
  multiCurrency: false,
  personAccounts: false,
  suggestions: false,
};

export const ORGS: readonly Org[] = [MAIN_ORG, OTHER_ORG];

export interface UserSeed {
  /** The engine's id of who writes as this user; `mara` is also Desk Assistant, `shared` are two programs. */
  key: string;
  id: string;
  firstName: string;
  lastName: string;
  userType: string;
  profile: string;
  username?: string;
}

const LICENSES = {
  'Sales User': 'Salesforce',
  'System Administrator': 'Salesforce',
  'Read Only': 'Salesforce',
  'Einstein Agent User': 'Einstein Agent',
  'Salesforce API Only System Integrations': 'Salesforce Integration',
  'Minimum Access - API Only Integrations': 'Salesforce Integration',
  'Countersign Integration': 'Salesforce',
  'Acme Website Profile': 'Guest User License',
  'Automated Process': 'Salesforce',
} as const;

/** Profiles by name, with the licence each belongs to. */
export const PROFILES: Readonly<Record<string, string>> = LICENSES;

const userOf = (
  key: string,
  id15: string,
  name: readonly [first: string, last: string],
  profile: keyof typeof LICENSES,
  extra: Partial<UserSeed> = {},
): UserSeed => ({
  key,
  id: to18(id15),
  firstName: name[0],
  lastName: name[1],
  userType: 'Standard',
  profile,
  ...extra,
});

const INTEGRATION = 'Salesforce API Only System Integrations';

export const USERS: readonly UserSeed[] = [
  userOf('dana', '005Hs000000AbCd', ['Dana', 'Reyes'], 'Sales User'),
  userOf('tom', '005Hs000000AbCe', ['Tom', 'Becker'], 'Sales User'),
  userOf('lea', '005Hs000000AbCf', ['Lea', 'Okafor'], 'Sales User'),
  userOf('ivo', '005Hs000000AbCg', ['Ivo', 'Brandt'], 'Sales User'),
  userOf('mara', '005Hs000000AbCh', ['Mara', 'Lindqvist'], 'System Administrator'),
  userOf('noor', '005Hs000000AbCi', ['Noor', 'Haddad'], 'Read Only'),
  userOf('sam', '005Hs000000XyZa', ['Sam', 'Ortiz'], 'Sales User'),
  userOf('native', '005Hs000000AgEn', ['EinsteinServiceAgent', 'User'], 'Einstein Agent User', {
    username: 'salesmanagementagentuser@5b1c0f8e.acme.ext',
  }),
  userOf('copilot', '005Hs000000CoPi', ['Pipeline', 'Copilot'], INTEGRATION),
  userOf('shared', '005Hs000000ShAr', ['Marketing', 'Data'], INTEGRATION),
  userOf('billing', '005Hs000000BiLl', ['Billing', 'Bridge'], 'Minimum Access - API Only Integrations'),
  userOf('anonymous', '005Hs000000AnOn', ['API', 'Client'], INTEGRATION),
  userOf('import', '005Hs000000DaLo', ['Data', 'Loader'], INTEGRATION),
  userOf('overlay', '005Hs000000CoSi', ['Countersign', 'Integration'], 'Countersign Integration'),
  userOf('reader', '005Hs000000ReAd', ['Report', 'Reader'], 'Read Only'),
  userOf('form', '005Hs000000GuEs', ['Acme Website', 'Site Guest User'], 'Acme Website Profile', { userType: 'Guest' }),
  userOf('automated', '005Hs000000AuTo', ['Automated', 'Process'], 'Automated Process', {
    userType: 'AutomatedProcess',
  }),
  userOf('future', '005Hs000000FuTu', ['Platform', 'Service'], 'Automated Process', { userType: 'PlatformService' }),
];

/** The user behind a key; throws where there is none. */
export function userByKey(key: string): UserSeed {
  const user = USERS.find((one) => one.key === key);
  if (!user) throw new Error(`no user ${key}`);
  return user;
}

export const userName = ({ firstName, lastName }: UserSeed): string => `${firstName} ${lastName}`;

/** Record types of opportunities: the first is the default. */
export const RECORD_TYPES = [
  { id: to18('012Hs0000004NeW'), object: 'Opportunity', name: 'New Business', developerName: 'New_Business' },
  { id: to18('012Hs0000004PaR'), object: 'Opportunity', name: 'Partner', developerName: 'Partner' },
] as const;

export const [NEW_BUSINESS, PARTNER] = RECORD_TYPES;

/** Stands for the record type of objects that have none. */
export const MASTER_RECORD_TYPE = '012000000000000AAA';
