import { attackTests } from './attacks.ts';

/** Here also what else covers, moves or stops the card; left to `npm run test:full` is what differs only in the element or the style. */
attackTests(
  'hubspot',
  new Set([
    'a dialog of the page over it',
    'everything inert',
    'its body clipped',
    'the page invisible to clicks',
    'a later element above everything',
    'messages to its frame',
  ]),
);
