import { suggestionTests } from './suggestions.ts';

suggestionTests('salesforce');
