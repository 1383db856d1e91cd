/** Users, profiles and the other records an org has before anybody works in it. */
import { to18 } from './ids.ts';
import { PROFILES, RECORD_TYPES, USERS, userName } from './org.ts';
import type { Store, Values } from './store.ts';
import type { Source } from './types.ts';

const LICENSE_KEYS: Record<string, string> = {
  Salesforce: 'SFDC',
  'Salesforce Integration': 'SalesforceIntegrationUserLicense',
  'Einstein Agent': 'EinsteinAgent',
  'Guest User License': 'PID_Guest_User',
};

const numbered = (prefix: string, n: number): string => to18(`${prefix}Hs00000000${String(n).padStart(2, '0')}`);

export const profileId = (name: string): string => numbered('00e', Object.keys(PROFILES).indexOf(name) + 1);

/** The permission set that stands for a profile. */
export const profileSetId = (name: string): string => numbered('0PS', Object.keys(PROFILES).indexOf(name) + 1);

/** A permission set of its own, which Countersign's user has. */
export const COUNTERSIGN_SET = numbered('0PS', 50);

/** Margins are shown to people who sell, and to nobody who only has an integration's profile. */
const MARGIN_PROFILES = ['Sales User', 'System Administrator'];

export function addSetup(store: Store): void {
  const automated: Source = { userId: USERS.find(({ key }) => key === 'automated')?.id ?? '', way: 'internal' };
  const add = (object: string, id: string, set: Values) => {
    if (store.catalog.object(object)) store.create(object, set, automated, { id });
  };
  const { org } = store;
  add('Organization', org.id, {
    Name: org.label,
    InstanceName: org.isSandbox ? 'CS42' : 'EU42',
    OrganizationType: 'Enterprise Edition',
    LanguageLocaleKey: 'en_US',
    DefaultLocaleSidKey: 'en_US',
    TimeZoneSidKey: 'Europe/Dublin',
    IsSandbox: String(org.isSandbox),
    ...(org.multiCurrency && { DefaultCurrencyIsoCode: 'USD' }),
  });
  if (org.multiCurrency) {
    for (const [index, code] of ['USD', 'EUR', 'GBP'].entries()) {
      add('CurrencyType', numbered('01L', index + 1), {
        IsoCode: code,
        IsCorporate: String(index === 0),
        IsActive: 'true',
      });
    }
  }
  const licenses = [...new Set(Object.values(PROFILES))];
  for (const [index, name] of licenses.entries()) {
    add('UserLicense', numbered('100', index + 1), { Name: name, LicenseDefinitionKey: LICENSE_KEYS[name] ?? name });
  }
  for (const [name, license] of Object.entries(PROFILES)) {
    add('Profile', profileId(name), { Name: name, UserLicenseId: numbered('100', licenses.indexOf(license) + 1) });
    add('PermissionSet', profileSetId(name), {
      Name: `X${profileId(name)}`,
      Label: profileId(name),
      IsOwnedByProfile: 'true',
      ProfileId: profileId(name),
    });
  }
  add('PermissionSet', COUNTERSIGN_SET, { Name: 'Countersign', Label: 'Countersign', IsOwnedByProfile: 'false' });
  for (const user of USERS) {
    const slug = `${user.firstName}.${user.lastName}`.toLowerCase().replaceAll(' ', '-');
    add('User', user.id, {
      FirstName: user.firstName,
      LastName: user.lastName,
      Name: userName(user),
      Username: user.username ?? `${slug}@acme.example`,
      Email: `${slug}@acme.example`,
      Alias: user.key.slice(0, 8),
      IsActive: 'true',
      UserType: user.userType,
      ProfileId: profileId(user.profile),
      LanguageLocaleKey: 'en_US',
      LocaleSidKey: 'en_US',
      TimeZoneSidKey: 'Europe/Dublin',
    });
  }
  const overlay = USERS.find(({ key }) => key === 'overlay')?.id ?? '';
  add('PermissionSetAssignment', numbered('0Pa', 1), { AssigneeId: overlay, PermissionSetId: COUNTERSIGN_SET });
  for (const one of RECORD_TYPES) {
    add('RecordType', one.id, {
      Name: one.name,
      DeveloperName: one.developerName,
      SobjectType: one.object,
      IsActive: 'true',
    });
  }
  const margin = store.catalog.field('Opportunity', 'Margin__c');
  if (margin) margin.grants = new Map(MARGIN_PROFILES.map((name) => [profileSetId(name), { edit: true }]));
}
