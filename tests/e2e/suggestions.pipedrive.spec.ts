import { suggestionTests } from './suggestions.ts';

suggestionTests('pipedrive');
