import { mountPage } from './mount.tsx';
import { parseRoute } from './routes.ts';
import { fetchTransport } from './transport.ts';

const portalId = parseRoute(location.pathname)?.portalId ?? /\d+/.exec(location.pathname)?.[0] ?? '';
const root = document.body.firstElementChild;
if (root instanceof HTMLElement) mountPage(root, { transport: fetchTransport(portalId) });
