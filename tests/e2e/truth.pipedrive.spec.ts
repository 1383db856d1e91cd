import { truthTests } from './truth.ts';

truthTests('pipedrive');
