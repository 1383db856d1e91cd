import { decisionTests } from './decisions.ts';

decisionTests('pipedrive');
