import { truthTests } from './truth.ts';

truthTests('hubspot');
