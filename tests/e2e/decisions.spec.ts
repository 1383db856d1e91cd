import { decisionTests } from './decisions.ts';

decisionTests('hubspot', true);
