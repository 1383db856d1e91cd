/** A real pointer and keyboard: marks ignore events that the page could have made up. */
import { cdp } from 'vitest/browser';

interface Session {
  send(method: string, params: Record<string, unknown>): Promise<unknown>;
}

const session = () => cdp() as unknown as Session;

/** The test's own frame stands somewhere on the runner's page, and may be shown at another scale. */
function onPage(x: number, y: number): { x: number; y: number } {
  const frame = window.frameElement;
  if (!frame) return { x, y };
  const rect = frame.getBoundingClientRect();
  const scale = rect.width / frame.clientWidth;
  return { x: rect.left + x * scale, y: rect.top + y * scale };
}

function mouse(type: string, at: { x: number; y: number }, more: Record<string, unknown> = {}): Promise<unknown> {
  return session().send('Input.dispatchMouseEvent', { type, ...at, ...more });
}

function centre(element: Element): { x: number; y: number } {
  const rect = element.getBoundingClientRect();
  return onPage(rect.left + rect.width / 2, rect.top + rect.height / 2);
}

export async function clickAt(x: number, y: number): Promise<void> {
  const at = onPage(x, y);
  await mouse('mouseMoved', at);
  await mouse('mousePressed', at, { button: 'left', clickCount: 1 });
  await mouse('mouseReleased', at, { button: 'left', clickCount: 1 });
}

/** Clicks the middle of an element, whatever lies there. */
export async function click(element: Element): Promise<void> {
  const { x, y } = centre(element);
  await mouse('mouseMoved', { x, y });
  await mouse('mousePressed', { x, y }, { button: 'left', clickCount: 1 });
  await mouse('mouseReleased', { x, y }, { button: 'left', clickCount: 1 });
}

export async function point(element: Element): Promise<void> {
  await mouse('mouseMoved', centre(element));
}

/** Takes the pointer off everything. */
export async function pointAway(): Promise<void> {
  await mouse('mouseMoved', onPage(innerWidth - 2, 2));
}

const KEYS = {
  Enter: { code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 },
  ' ': { code: 'Space', text: ' ', windowsVirtualKeyCode: 32 },
  Escape: { code: 'Escape', windowsVirtualKeyCode: 27 },
  x: { code: 'KeyX', text: 'x', windowsVirtualKeyCode: 88 },
  Tab: { code: 'Tab', windowsVirtualKeyCode: 9 },
} as const;

/** Presses a key wherever the focus is. */
export async function press(key: keyof typeof KEYS): Promise<void> {
  await session().send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...KEYS[key] });
  await session().send('Input.dispatchKeyEvent', { type: 'keyUp', key, ...KEYS[key] });
}
