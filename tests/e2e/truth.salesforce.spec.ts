import { truthTests } from './truth.ts';

truthTests('salesforce');
