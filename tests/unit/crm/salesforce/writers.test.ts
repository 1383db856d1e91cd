import { describe, expect, test } from 'vitest';
import { mergeWriter, type RowUser, salesforceWriter, sourceOf } from '../../../../lib/crm/salesforce/writers';

const ID = '005Hs000000AbCdIAK';
const user = (UserType?: string, profile?: string, licence?: string): RowUser => ({
  Name: 'Somebody',
  UserType,
  Profile: profile || licence ? { Name: profile, UserLicense: licence ? { Name: licence } : null } : null,
});

describe('what kind of user a row is by', () => {
  test.each([
    // Documented user types.
    [user('Standard', 'Standard User', 'Salesforce'), 'user', 'human'],
    [user('Standard', 'System Administrator', 'Salesforce'), 'user', 'human'],
    [user('PowerPartner'), 'user', 'human'],
    [user('CspLitePortal'), 'user', 'human'],
    [user('CustomerSuccess'), 'user', 'human'],
    [user('PowerCustomerSuccess'), 'user', 'human'],
    [user('CsnOnly'), 'user', 'human'],
    [user('Guest', 'Site Guest User'), 'form', 'system'],
    [user('AutomatedProcess'), 'automation', 'automation'],
    // Profiles and licences of users that are no people.
    [user('Standard', 'Einstein Agent User', 'Einstein Agent'), 'vendorAgent', 'agent'],
    [user(undefined, 'Einstein Agent User'), 'vendorAgent', 'agent'],
    [user('Standard', 'Salesforce API Only System Integrations', 'Salesforce Integration'), 'app', 'unknown'],
    [user('Standard', 'Minimum Access - API Only Integrations'), 'app', 'unknown'],
    [user('Standard', 'Loader', 'Salesforce Integration'), 'app', 'unknown'],
    // A process stays one, whatever profile it runs under.
    [user('AutomatedProcess', 'Einstein Agent User'), 'automation', 'automation'],
    [user('Guest', 'Minimum Access - API Only Integrations'), 'form', 'system'],
    // An agent's user is of the same type as a person's: without its profile nobody can tell.
    [user('Standard'), 'hidden', 'unknown'],
    [{ Name: 'Somebody', UserType: 'Standard' }, 'hidden', 'unknown'],
    // Nobody has documented these, or nothing may be read.
    [user('CloudIntegrationUser'), 'undocumented', 'unknown'],
    [user('SomethingNew'), 'undocumented', 'unknown'],
    [user(undefined), 'undocumented', 'unknown'],
    [null, 'undocumented', 'unknown'],
    [undefined, 'undocumented', 'unknown'],
    // Names decide nothing.
    [{ ...user('Standard', 'Standard User'), Name: 'EinsteinServiceAgent User' }, 'user', 'human'],
    [user('Standard', 'einstein agent user'), 'user', 'human'],
  ] as const)('%j is %s, %s', (row, kind, attribution) => {
    expect(salesforceWriter(ID, row)).toEqual({ key: `user:${ID}`, id: ID, kind, attribution });
  });
});

test('the source is what the row says of its user', () => {
  expect(sourceOf(ID, user('Standard'))).toEqual({ type: 'Standard', id: ID, user: ID, label: 'Somebody' });
  expect(sourceOf(ID, null)).toEqual({ type: '', id: ID, user: ID });
});

test('a merge is nobody’s choice of a value', () => {
  expect(mergeWriter('accountMerged')).toEqual({
    key: 'source:accountMerged',
    id: 'accountMerged',
    kind: 'merge',
    attribution: 'unknown',
  });
});
