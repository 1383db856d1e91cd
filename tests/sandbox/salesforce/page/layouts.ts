/** What this org's record pages look like beyond their layouts: tabs, collapsed sections, components beside the details. */
import type { OtherRecord, PageField, PageRecord, Section } from './protocol.ts';

interface PageLayout {
  /** The tab a page opens with. */
  tab: 'details' | 'related';
  /** A field that a second section shows again. */
  twice?: string;
  /** English heading of a section that is collapsed at first. */
  collapsed?: string;
  /** Reference whose record's fields stand beside the details, and which of them. */
  parent?: { field: string; shows: readonly string[] };
  /** What rows of related lists, hover cards and lists say of a record. */
  summary: readonly string[];
  /** A field that Salesforce's own text generation is set up for; only Dynamic Forms can have one. */
  generated?: string;
}

const LAYOUTS: Record<string, PageLayout> = {
  Opportunity: {
    tab: 'details',
    twice: 'NextStep',
    parent: { field: 'AccountId', shows: ['Name', 'Phone', 'Type', 'OwnerId'] },
    summary: ['StageName', 'Amount', 'CloseDate'],
    generated: 'NextStep',
  },
  Contact: {
    tab: 'details',
    parent: { field: 'AccountId', shows: ['Name', 'Phone', 'Website'] },
    summary: ['Title', 'Email', 'Phone'],
  },
  Account: {
    // Salesforce's own page for accounts opens with the related lists: there are no details until somebody asks for them.
    tab: 'related',
    collapsed: 'Additional Information',
    // A parent of the same object: its fields carry the same names as the page's own.
    parent: { field: 'ParentId', shows: ['Name', 'Phone', 'Industry'] },
    summary: ['Phone', 'Website', 'Type'],
  },
  Lead: { tab: 'details', summary: ['Company', 'Status', 'Email'] },
  Case: { tab: 'details', summary: ['Subject', 'Status', 'Priority'] },
};

const PLAIN: PageLayout = { tab: 'details', summary: [] };

export function layoutOf(object: string): PageLayout {
  return LAYOUTS[object] ?? PLAIN;
}

/** Fields with the names, in the names' order. */
export function pick(record: Pick<OtherRecord, 'fields'>, names: readonly string[]): PageField[] {
  const fields = new Map(record.fields.map((field) => [field.name, field]));
  return names.flatMap((name) => fields.get(name) ?? []);
}

export interface PageSection extends Section {
  collapsed: boolean;
}

/** The sections of a record's details with the fields there are. */
export function sectionsOf(record: Pick<PageRecord, 'object' | 'fields' | 'sections'>): PageSection[] {
  const known = new Set(record.fields.map(({ name }) => name));
  const { twice, collapsed } = layoutOf(record.object);
  const last = record.sections.length - 1;
  return record.sections
    .map((section, index) => {
      const columns =
        index === last && twice
          ? section.columns.map((names, at) => (at ? names : [...names, twice]))
          : section.columns;
      return {
        ...section,
        collapsed: section.label === collapsed,
        columns: columns.map((names) => names.filter((name) => known.has(name))),
      };
    })
    .filter(({ columns }) => columns.some((names) => names.length > 0));
}
