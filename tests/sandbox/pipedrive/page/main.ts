import { mountPage } from './mount.ts';
import { fetchTransport } from './transport.ts';

const root = document.body.firstElementChild;
if (root instanceof HTMLElement) mountPage(root, { transport: fetchTransport() });
