/** Opportunity: fields, stages and layout of a Developer Edition org, and what this team added. */
import type { FieldDef, ObjectDef, PicklistOption } from '../types.ts';
import {
  CALCULATED,
  custom,
  type LabelSet,
  labelled,
  lookup,
  object,
  options,
  READ_ONLY,
  section,
  standard,
  TRACKED,
} from './define.ts';
import {
  ADDITIONAL,
  bookkeeping,
  DESCRIPTION_SECTION,
  description,
  legacy,
  owner,
  recordType,
  SYSTEM_SECTION,
  traces,
} from './shared.ts';

const stage = (
  value: string,
  labels: LabelSet,
  probability: number,
  forecastCategory: string,
  extra: Partial<PicklistOption> = {},
): PicklistOption => ({ ...(labelled([value, labels])[0] as PicklistOption), probability, forecastCategory, ...extra });

/** The default process of an org, and two stages of the partner process. */
export const STAGES: readonly PicklistOption[] = [
  stage('Prospecting', ['Prospecting', 'Akquise', 'Prospection', 'التنقيب'], 10, 'Pipeline'),
  stage('Qualification', ['Qualification', 'Qualifizierung', 'Qualification', 'التأهيل'], 10, 'Pipeline'),
  stage(
    'Needs Analysis',
    ['Needs Analysis', 'Bedarfsanalyse', 'Analyse des besoins', 'تحليل الاحتياجات'],
    20,
    'Pipeline',
  ),
  stage(
    'Value Proposition',
    ['Value Proposition', 'Nutzenversprechen', 'Proposition de valeur', 'عرض القيمة'],
    50,
    'Pipeline',
  ),
  stage('Id. Decision Makers', ['Id. Decision Makers', 'Entscheider', 'Décideurs', 'صانعو القرار'], 60, 'Pipeline'),
  stage(
    'Perception Analysis',
    ['Perception Analysis', 'Wahrnehmungsanalyse', 'Analyse de perception', 'تحليل الانطباع'],
    70,
    'Pipeline',
  ),
  stage('Proposal/Price Quote', ['Proposal/Price Quote', 'Angebot', 'Proposition/Devis', 'عرض السعر'], 75, 'Pipeline'),
  stage('Negotiation/Review', ['Negotiation/Review', 'Verhandlung', 'Négociation', 'التفاوض'], 90, 'Pipeline'),
  stage('Closed Won', ['Closed Won', 'Gewonnen', 'Gagnée', 'رابحة'], 100, 'Closed', { closed: true, won: true }),
  stage('Closed Lost', ['Closed Lost', 'Verloren', 'Perdue', 'خاسرة'], 0, 'Omitted', { closed: true }),
  stage('Deal Registered', ['Deal Registered'], 15, 'Pipeline'),
  stage('Partner Signed', ['Partner Signed'], 80, 'Pipeline'),
];

/** Stages that the partner process adds; every other stage belongs to both. */
export const PARTNER_STAGES = ['Deal Registered', 'Partner Signed'];

const CATEGORIES = labelled(
  ['Pipeline', ['Pipeline', 'Pipeline', 'Pipeline', 'خط المبيعات']],
  ['Best Case', ['Best Case', 'Best Case', 'Meilleur cas', 'أفضل حالة']],
  ['Commit', ['Commit', 'Zusage', 'Engagement', 'التزام']],
  ['Closed', ['Closed', 'Geschlossen', 'Fermée', 'مغلقة']],
  ['Omitted', ['Omitted', 'Ausgelassen', 'Omise', 'مستبعدة']],
);

const fields = (): FieldDef[] => [
  ...bookkeeping(),
  owner(['Opportunity Owner', 'Opportunity-Inhaber', "Propriétaire de l'opportunité", 'مالك الفرصة']),
  recordType(['Opportunity Record Type', 'Opportunity-Datensatztyp', "Type d'enregistrement", 'نوع السجل']),
  standard('Name', 'string', ['Opportunity Name', 'Opportunity-Name', "Nom de l'opportunité", 'اسم الفرصة'], {
    ...TRACKED,
    length: 120,
    required: true,
  }),
  standard(
    'AccountId',
    'reference',
    ['Account Name', 'Accountname', 'Nom du compte', 'اسم الحساب'],
    lookup('Account', 'Account'),
  ),
  standard('IsPrivate', 'boolean', ['Private', 'Privat', 'Privé', 'خاص']),
  standard('Type', 'picklist', ['Type', 'Typ', 'Type', 'النوع'], {
    ...TRACKED,
    options: labelled(
      [
        'Existing Customer - Upgrade',
        [
          'Existing Customer - Upgrade',
          'Bestandskunde – Upgrade',
          'Client existant - Mise à niveau',
          'عميل حالي - ترقية',
        ],
      ],
      ['Existing Customer - Replacement', ['Existing Customer - Replacement']],
      ['Existing Customer - Downgrade', ['Existing Customer - Downgrade']],
      ['New Customer', ['New Customer', 'Neukunde', 'Nouveau client', 'عميل جديد']],
    ),
  }),
  standard('LeadSource', 'picklist', ['Lead Source', 'Lead-Quelle', 'Origine de la piste', 'مصدر العميل المحتمل'], {
    options: options('Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'),
  }),
  standard('Amount', 'currency', ['Amount', 'Betrag', 'Montant', 'المبلغ'], TRACKED),
  standard(
    'ExpectedRevenue',
    'currency',
    ['Expected Revenue', 'Erwarteter Umsatz', 'Revenu attendu', 'الإيراد المتوقع'],
    CALCULATED,
  ),
  standard('CloseDate', 'date', ['Close Date', 'Schlusstermin', 'Date de clôture', 'تاريخ الإغلاق'], {
    ...TRACKED,
    required: true,
  }),
  standard('NextStep', 'string', ['Next Step', 'Nächster Schritt', 'Étape suivante', 'الخطوة التالية'], TRACKED),
  standard('StageName', 'picklist', ['Stage', 'Phase', 'Étape', 'المرحلة'], {
    ...TRACKED,
    required: true,
    options: [...STAGES],
  }),
  standard(
    'Probability',
    'percent',
    ['Probability (%)', 'Wahrscheinlichkeit (%)', 'Probabilité (%)', 'الاحتمالية (%)'],
    {
      ...TRACKED,
      precision: 3,
      scale: 0,
    },
  ),
  standard(
    'ForecastCategoryName',
    'picklist',
    ['Forecast Category', 'Prognosekategorie', 'Catégorie de prévision', 'فئة التوقع'],
    {
      ...TRACKED,
      restricted: true,
      options: CATEGORIES,
    },
  ),
  standard(
    'CampaignId',
    'reference',
    ['Primary Campaign Source', 'Primäre Kampagnenquelle', 'Source de campagne principale', 'مصدر الحملة الرئيسي'],
    lookup('Campaign', 'Campaign'),
  ),
  standard('TotalOpportunityQuantity', 'double', ['Quantity', 'Menge', 'Quantité', 'الكمية']),
  standard('IsClosed', 'boolean', ['Closed', 'Geschlossen', 'Fermé', 'مغلقة'], CALCULATED),
  standard('IsWon', 'boolean', ['Won', 'Gewonnen', 'Gagné', 'رابحة'], CALCULATED),
  standard('HasOpportunityLineItem', 'boolean', ['Has Line Item'], CALCULATED),
  standard('LastStageChangeDate', 'datetime', ['Last Stage Change Date'], READ_ONLY),
  description(),
  custom('Priority__c', 'picklist', 'Priority', { ...TRACKED, options: options('Low', 'Medium', 'High') }),
  custom('Commission_Rate__c', 'percent', 'Commission Rate', TRACKED),
  custom('Commission_Owner__c', 'reference', 'Commission Owner', {
    ...TRACKED,
    ...lookup('User', 'Commission_Owner__r'),
  }),
  custom('Partner_Sourced__c', 'boolean', 'Partner Sourced', TRACKED),
  custom('Renewal_Status__c', 'picklist', 'Renewal Status', {
    ...TRACKED,
    restricted: true,
    options: options('In Talks', 'Signed', 'Declined'),
  }),
  custom('Margin__c', 'percent', 'Margin'),
  custom('OrderNumber__c', 'string', 'Order Number', { length: 8 }),
  ...legacy(),
  ...traces(),
];

export const opportunity = (): ObjectDef =>
  object({
    name: 'Opportunity',
    prefix: '006',
    title: ['Opportunity', 'Opportunity', 'Opportunité', 'الفرصة'],
    plural: 'Opportunities',
    history: { name: 'OpportunityFieldHistory', parent: 'OpportunityId' },
    fields: fields(),
    compact: ['AccountId', 'CloseDate', 'Amount', 'OwnerId'],
    layout: [
      section(
        ['Opportunity Information', 'Opportunity-Informationen', "Informations sur l'opportunité", 'معلومات الفرصة'],
        ['OwnerId', 'IsPrivate', 'Name', 'AccountId', 'Type', 'LeadSource', 'RecordTypeId'],
        [
          'Amount',
          'ExpectedRevenue',
          'CloseDate',
          'NextStep',
          'StageName',
          'Probability',
          'ForecastCategoryName',
          'CampaignId',
        ],
      ),
      section(
        ADDITIONAL,
        ['Priority__c', 'Commission_Rate__c', 'Commission_Owner__c', 'Margin__c', 'OrderNumber__c'],
        [
          'Partner_Sourced__c',
          'Renewal_Status__c',
          'Legacy_Score__c',
          'Old_Segment__c',
          'last_modified_by_agent__c',
          'ai_last_run_id__c',
        ],
      ),
      SYSTEM_SECTION,
      DESCRIPTION_SECTION,
    ],
  });
