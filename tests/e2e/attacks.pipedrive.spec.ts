import { attackTests } from './attacks.ts';

attackTests('pipedrive');
