import { attackTests } from './attacks.ts';

attackTests('hubspot', true);
