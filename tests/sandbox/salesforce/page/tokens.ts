/** Scope tokens of the components whose style sheets are known (facts §1.12); nothing may select on them. */
const TOKENS: Record<string, string> = {
  'records-record-layout-item': 'lwc-2qpe2t0sbck',
  'record_flexipage-record-field': 'lwc-618vdk5svck',
  'force-lookup': 'lwc-47ngqe6rvah',
  'records-hoverable-link': 'lwc-oj46kgc6r3',
  'lightning-formatted-text': 'lwc-f6gbo863ml',
  'flexipage-field': 'lwc-6tp3buk1ht8',
  'records-formula-output': 'lwc-2rmocnb0qkm',
  'records-highlights2': 'lwc-3mmmrd7j9v4',
  'records-record-layout-section': 'lwc-692i7qiai51',
  'lightning-input': 'lwc-66unc5l95ad',
};

export const tokenOf = (tag: string): string | undefined => TOKENS[tag];
