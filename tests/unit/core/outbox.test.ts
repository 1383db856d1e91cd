import { expect, test } from 'vitest';
import { deliveryOf, worseOf } from '../../../lib/core/outbox';

const endpoint = { id: 'e', url: 'https://hooks.example/in', cursor: 5 };
const problem = { message: 'no', status: 503 };
const signal = (seq: number) => ({ type: 'override' as const, seq });

test.each([
  ['taken', signal(5), endpoint, undefined, { state: 'delivered' }],
  ['not sent yet', signal(6), endpoint, undefined, { state: 'waiting' }],
  ['tried in vain', signal(6), { ...endpoint, problem }, undefined, { state: 'waiting', ...problem }],
  ['stopped', signal(6), { ...endpoint, problem, stopped: true }, undefined, { state: 'stuck', ...problem }],
  ['taken before it stopped', signal(4), { ...endpoint, problem, stopped: true }, undefined, { state: 'delivered' }],
  ['refused', signal(5), endpoint, { message: 'odd', status: 422 }, { state: 'refused', message: 'odd', status: 422 }],
  ['given up', signal(5), endpoint, { ...problem, discarded: true }, { state: 'discarded', ...problem }],
  ['of another type', signal(5), { ...endpoint, types: ['decision' as const] }, undefined, { state: 'notMeant' }],
])('a signal that is %s', (_, one, to, letter, delivery) => {
  expect(deliveryOf(one, to, letter)).toEqual({ endpoint: 'e', host: 'hooks.example', ...delivery });
});

test('of two the one is told that a person has to know of', () => {
  const of = (state: Parameters<typeof worseOf>[0]['state']) => ({ endpoint: 'e', host: 'h', state });
  expect(worseOf(of('delivered'), of('refused')).state).toBe('refused');
  expect(worseOf(of('waiting'), of('delivered')).state).toBe('waiting');
  expect(worseOf(of('notMeant'), of('delivered')).state).toBe('delivered');
});
