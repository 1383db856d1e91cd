import { suggestionTests } from './suggestions.ts';

suggestionTests('hubspot');
