import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { isSecret } from '../../../lib/core/webhookSecret';
import { newSecret, sign } from '../../../lib/sync/signing';

const secret = newSecret();
const now = () => Math.floor(Date.now() / 1000);
const base64 = (length: number) => Buffer.alloc(length, 7).toString('base64');

const verified = (body: string, id: string, timestamp: number, signature: string) =>
  new Webhook(secret).verify(body, {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signature,
  });

test('a new secret is one, and another each time', () => {
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(isSecret(secret)).toBe(true);
  expect(newSecret()).not.toBe(secret);
});

test.each([24, 25, 26, 32, 64])('a key of %i bytes is a secret', (length) => {
  expect(isSecret(`whsec_${base64(length)}`)).toBe(true);
});

test.each([
  '',
  'whsec_',
  base64(32),
  `WHSEC_${base64(32)}`,
  `whsec_${base64(23)}`,
  `whsec_${base64(65)}`,
  `whsec_${base64(32).replace('=', '')}`,
  `whsec_${base64(32)} `,
  ` whsec_${base64(32)}`,
  `whsec_${base64(33).replace('B', '-')}`,
  `whsec_${'é'.repeat(44)}`,
  `whpk_${base64(32)}`,
])('%j is no secret, and nothing is signed with it', async (text) => {
  expect(isSecret(text)).toBe(false);
  await expect(sign(text, 'id', 1, '[]')).rejects.toThrow(new TypeError('not a webhook secret'));
});

test('the example that the libraries of Standard Webhooks are tested with', async () => {
  const signature = await sign(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1614265330,
    '{"test": 2432232314}',
  );
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('the library signs the same', async () => {
  const key = fc.uint8Array({ minLength: 24, maxLength: 64 });
  const id = fc.string({ minLength: 1 });
  const timestamp = fc.integer({ min: 0, max: 4_000_000_000 });
  const body = fc.string({ unit: 'grapheme' });
  await fc.assert(
    fc.asyncProperty(key, id, timestamp, body, async (bytes, message, seconds, text) => {
      const one = `whsec_${Buffer.from(bytes).toString('base64')}`;
      expect(await sign(one, message, seconds, text)).toBe(
        new Webhook(one).sign(message, new Date(seconds * 1000), text),
      );
    }),
  );
});

test('the library verifies it, and nothing that was altered', async () => {
  const [body, id, timestamp] = ['[{"id":"1","data":"Zoë 🦊"}]', 'batch_1', now()];
  const signature = await sign(secret, id, timestamp, body);
  expect(verified(body, id, timestamp, signature)).toEqual([{ id: '1', data: 'Zoë 🦊' }]);
  const wrong = 'No matching signature found';
  expect(() => verified(body.replace('Zoë', 'Zoe'), id, timestamp, signature)).toThrow(wrong);
  expect(() => verified(`${body} `, id, timestamp, signature)).toThrow(wrong);
  expect(() => verified(body, 'batch_2', timestamp, signature)).toThrow(wrong);
  expect(() => verified(body, id, timestamp - 1, signature)).toThrow(wrong);
  expect(() =>
    new Webhook(newSecret()).verify(body, {
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature,
    }),
  ).toThrow(wrong);
});

test('the library takes no signature older than five minutes', async () => {
  const old = now() - 301;
  const signature = await sign(secret, 'batch_1', old, '[]');
  expect(() => verified('[]', 'batch_1', old, signature)).toThrow('too old');
});
