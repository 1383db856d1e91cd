import { hashClasses } from '../classNames.ts';
import { base } from './base.ts';
import { controls } from './controls.ts';
import { lists } from './lists.ts';
import { overlays } from './overlays.ts';
import { record } from './record.ts';
import { shell } from './shell.ts';
import { sidebar } from './sidebar.ts';
import { themes } from './themes.ts';

/** The page's whole style sheet in one theme, with this load's class names. */
export function styleSheet(theme: 'light' | 'dark'): string {
  return hashClasses(`:root{${themes[theme]}}${base}${shell}${record}${sidebar}${controls}${overlays}${lists}`);
}
