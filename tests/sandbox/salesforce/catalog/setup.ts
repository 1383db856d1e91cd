/** Objects without a record page that clients query: users and what they may do, products, stage history. */
import type { FieldDef, ObjectDef } from '../types.ts';
import { lookup, options, READ_ONLY, setup, standard } from './define.ts';
import { bookkeeping } from './shared.ts';

const text = (name: string, extra: Partial<FieldDef> = {}): FieldDef => standard(name, 'string', [name], extra);
const flag = (name: string): FieldDef => standard(name, 'boolean', [name]);
const to = (name: string, object: string, relation = name.replace(/Id$/, '')): FieldDef =>
  standard(name, 'reference', [name], lookup(object, relation));

const user = (): ObjectDef =>
  setup('User', '005', [
    ...bookkeeping(),
    text('Username'),
    text('Name', READ_ONLY),
    text('FirstName'),
    text('LastName'),
    standard('Email', 'email', ['Email']),
    flag('IsActive'),
    standard('UserType', 'picklist', ['UserType'], { options: options('Standard', 'Guest', 'AutomatedProcess') }),
    to('ProfileId', 'Profile'),
    text('LanguageLocaleKey'),
    text('LocaleSidKey'),
    text('TimeZoneSidKey'),
    text('Alias'),
  ]);

const history = (): ObjectDef =>
  setup(
    'OpportunityHistory',
    '008',
    [
      standard('Id', 'id', ['Id'], READ_ONLY),
      standard('IsDeleted', 'boolean', ['Deleted'], READ_ONLY),
      to('OpportunityId', 'Opportunity'),
      to('CreatedById', 'User'),
      standard('CreatedDate', 'datetime', ['CreatedDate'], READ_ONLY),
      standard('SystemModstamp', 'datetime', ['SystemModstamp'], READ_ONLY),
      text('StageName'),
      standard('Amount', 'currency', ['Amount']),
      standard('ExpectedRevenue', 'currency', ['ExpectedRevenue']),
      standard('CloseDate', 'date', ['CloseDate']),
      standard('Probability', 'percent', ['Probability']),
      text('ForecastCategory'),
      standard('PrevAmount', 'currency', ['PrevAmount']),
      standard('PrevCloseDate', 'date', ['PrevCloseDate']),
    ],
    { nameField: 'Id' },
  );

/** Salesforce's own pending suggestions, and what each was made from. The prefix of the latter is made up. */
const actionItems = (): ObjectDef[] => [
  setup('AiGenActionItemInfo', '1Rn', [
    ...bookkeeping(),
    text('Name'),
    text('FieldName'),
    text('OriginalValue'),
    text('Subject'),
    text('Status'),
    text('ParentType'),
  ]),
  setup('AiGenActionItem', '1Rm', [
    ...bookkeeping(),
    text('Name'),
    text('Subject'),
    text('Status'),
    text('Type'),
    text('AgentType'),
    text('Description'),
    standard('ExpirationDate', 'datetime', ['ExpirationDate']),
    to('ParentId', 'Opportunity'),
    to('AiGenActionItemInfoId', 'AiGenActionItemInfo'),
    text('SuggestedNewValue'),
  ]),
];

const lineItem = (): ObjectDef =>
  setup('OpportunityLineItem', '00k', [
    ...bookkeeping(),
    text('Name'),
    to('OpportunityId', 'Opportunity'),
    standard('Quantity', 'double', ['Quantity']),
    standard('UnitPrice', 'currency', ['UnitPrice']),
    standard('TotalPrice', 'currency', ['TotalPrice']),
  ]);

/** @param suggestions whether the org has Salesforce's own agent suggestions */
export const setupObjects = (suggestions: boolean): ObjectDef[] => [
  user(),
  setup('Profile', '00e', [...bookkeeping(), text('Name'), to('UserLicenseId', 'UserLicense')]),
  setup('UserLicense', '100', [...bookkeeping(), text('Name'), text('LicenseDefinitionKey')]),
  setup('RecordType', '012', [
    ...bookkeeping(),
    text('Name'),
    text('DeveloperName'),
    text('SobjectType'),
    text('Description'),
    flag('IsActive'),
  ]),
  setup('Organization', '00D', [
    ...bookkeeping(),
    text('Name'),
    text('InstanceName'),
    text('OrganizationType'),
    text('LanguageLocaleKey'),
    text('DefaultLocaleSidKey'),
    text('TimeZoneSidKey'),
    text('DefaultCurrencyIsoCode'),
    flag('IsSandbox'),
  ]),
  setup('CurrencyType', '01L', [...bookkeeping(), text('IsoCode'), flag('IsCorporate'), flag('IsActive')], {
    nameField: 'IsoCode',
  }),
  setup('PermissionSet', '0PS', [
    ...bookkeeping(),
    text('Name'),
    text('Label'),
    flag('IsOwnedByProfile'),
    to('ProfileId', 'Profile'),
  ]),
  setup(
    'PermissionSetAssignment',
    '0Pa',
    [...bookkeeping(), to('AssigneeId', 'User'), to('PermissionSetId', 'PermissionSet')],
    {
      nameField: 'Id',
      readOnly: false,
    },
  ),
  setup(
    'FieldPermissions',
    '01k',
    [
      ...bookkeeping(),
      to('ParentId', 'PermissionSet'),
      text('SobjectType'),
      text('Field'),
      flag('PermissionsRead'),
      flag('PermissionsEdit'),
    ],
    { nameField: 'Id', readOnly: false },
  ),
  setup('Campaign', '701', [...bookkeeping(), text('Name')]),
  lineItem(),
  history(),
  ...(suggestions ? actionItems() : []),
];
