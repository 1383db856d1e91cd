/**
 * An endpoint for signals: verifies each delivery, keeps every event once, one a line.
 * `SECRET=whsec_… [PORT=8080] [FILE=events.jsonl] node receiver.mjs`, behind something that speaks HTTPS.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const { SECRET, PORT = '8080', FILE = 'events.jsonl' } = process.env;
const webhook = new Webhook(SECRET);
const keyOf = ({ source, id }) => `${source} ${id}`;
const lines = existsSync(FILE) ? readFileSync(FILE, 'utf8').split('\n').filter(Boolean) : [];
const known = new Set(lines.map((line) => keyOf(JSON.parse(line))));

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  let events;
  try {
    events = webhook.verify(body, request.headers);
  } catch (error) {
    return response.writeHead(401).end(error.message);
  }
  try {
    const fresh = events.filter((event) => !known.has(keyOf(event)));
    // On disk before it is answered: what is answered is not sent again.
    appendFileSync(FILE, fresh.map((event) => `${JSON.stringify(event)}\n`).join(''));
    for (const event of fresh) known.add(keyOf(event));
    response.writeHead(202).end();
  } catch (error) {
    // Sent again later.
    response.writeHead(503).end(error.message);
  }
});
server.listen(Number(PORT), () => console.log(`listening on ${server.address().port}`));
