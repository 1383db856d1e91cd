import { attackTests } from './attacks.ts';

attackTests('salesforce');
