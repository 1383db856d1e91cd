import { c } from '../classNames.ts';
import { type Child, h, type Props, type VNode } from '../render/vnode.ts';

type Look = 'plain' | 'primary' | 'green' | 'red' | 'quiet';

/** A button of the kit with a text. */
export function button(text: string, look: Look, props: Props): VNode {
  return h(
    'button',
    { type: 'button', ...props, kit: 'cui5-button', class: c('button', look) },
    h('span', { kit: 'cui5-button__label' }, text),
  );
}

/** A button with an icon alone. */
export function iconButton(name: string, content: Child, props: Props): VNode {
  return h('button', { type: 'button', 'aria-label': name, title: name, ...props, class: c('iconButton') }, content);
}

/** Handlers that keep a text in a form control. */
export function typing(take: (text: string) => void): NonNullable<Props['on']> {
  return { input: (event) => take((event.target as HTMLInputElement).value) };
}

/** Handlers of keys by their name. */
export function keys(...actions: readonly (readonly [key: string, action: () => void])[]): (event: Event) => void {
  return (event) => {
    const [, action] = actions.find(([key]) => key === (event as KeyboardEvent).key) ?? [];
    if (!action) return;
    event.preventDefault();
    action();
  };
}

/** An in-app link. */
export function link(path: string, navigate: (path: string) => void, props: Props, ...children: Child[]): VNode {
  const on = {
    click: (event: Event) => {
      event.preventDefault();
      navigate(path);
    },
  };
  return h('a', { href: path, class: c('link'), on, ...props }, ...children);
}
