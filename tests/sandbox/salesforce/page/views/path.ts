/** The path above a record: a second way to change its stage or status (facts §1.9). */
import { labelOf } from '../format.ts';
import type { Place } from '../page.ts';
import type { PageField, PageRecord } from '../protocol.ts';
import { component, h, type VNode } from '../vnode.ts';

export interface PathState {
  /** The step that is looked at; `null` is the current one. */
  selected: string | null;
  select(value: string): void;
  /** Makes a value the current one. */
  mark(value: string): void;
  /** Asks which closed value it shall be. */
  close(): void;
}

/** Name of the step that stands for all closed values while none is reached. */
const CLOSED = 'Closed';

interface Step {
  name: string;
  label: string;
  state: 'complete' | 'current' | 'incomplete' | 'won' | 'lost';
}

function stepsOf(place: Place, record: PageRecord, field: PageField): Step[] {
  const { page } = place;
  const all = record.path?.steps ?? [];
  const label = (value: string) => {
    const option = field.options?.find((candidate) => candidate.value === value);
    return option ? labelOf(option, page.format.locale) : value;
  };
  const open = all.filter((step) => !step.closed);
  const end = all.find((step) => step.closed && step.value === field.value);
  const at = open.findIndex((step) => step.value === field.value);
  const steps = open.map((step, index): Step => {
    const state = end?.closed === 'won' || index < at ? 'complete' : index === at ? 'current' : 'incomplete';
    return { name: step.value, label: label(step.value), state };
  });
  const last: Step = end
    ? { name: end.value, label: label(end.value), state: end.closed ?? 'won' }
    : { name: CLOSED, label: page.t('closed'), state: 'incomplete' };
  return [...steps, last];
}

const STAGE_CLASS = { complete: 'complete', current: 'current', incomplete: 'ahead', won: 'current', lost: 'current' };

function item(place: Place, field: PageField, step: Step, active: boolean, select: () => void): VNode {
  const reached = step.state === 'won' || step.state === 'lost' || step.state === 'current';
  const classes = [
    'slds-path__item runtime_sales_pathassistantPathAssistantTab',
    `slds-is-${step.state}`,
    reached && step.state !== 'current' ? 'slds-is-current' : '',
    active ? 'slds-is-active' : '',
  ];
  return h(
    'li',
    {
      class: classes.join(' '),
      key: step.name,
      role: 'presentation',
      'data-name': step.name,
      origin: reached ? { record: `${place.object}/${place.id}`, field: field.name, part: 'path' } : null,
    },
    h(
      'a.tabHeader.slds-path__link',
      {
        href: 'javascript:void(0);',
        role: 'option',
        'data-tab-name': step.name,
        title: step.label,
        'aria-selected': String(active),
        on: { click: select },
      },
      h('span.slds-path__stage', { class: STAGE_CLASS[step.state] }, step.state === 'complete' && '✓'),
      h('span.title.slds-path__title', {}, step.label),
    ),
  );
}

/** The path of a record, or `null` where its object has none. */
export function path(place: Place, record: PageRecord, state: PathState): VNode | null {
  const { page } = place;
  const field = record.fields.find(({ name }) => name === record.path?.field);
  if (!field) return null;
  const steps = stepsOf(place, record, field);
  const current = steps.find((step) => step.name === field.value);
  const chosen = steps.find((step) => step.name === state.selected) ?? current;
  const ahead = chosen && chosen !== current;
  const text = { field: page.label(field) };
  const next = current ? steps[steps.indexOf(current) + 1] : undefined;
  const button = ahead
    ? chosen.name === CLOSED
      ? { text: page.t('selectClosed', text), run: state.close }
      : { text: page.t('markCurrent', text), run: () => state.mark(chosen.name) }
    : next && {
        text: page.t('markComplete', text),
        run: () => (next.name === CLOSED ? state.close() : state.mark(next.name)),
      };
  const nav = h(
    'ul.slds-path__nav',
    { role: 'listbox', 'aria-label': page.t('pathOptions') },
    steps.map((step) => item(place, field, step, step === chosen, () => state.select(step.name))),
  );
  const track = h('div.slds-grid.slds-path__track', {}, [
    h('div.slds-path__scroller-container.runtime_sales_pathassistantPathAssistantTabSet', {}, [
      h('div.slds-path__scroller', {}, h('div.slds-path__scroller_inner', {}, nav)),
    ]),
    h('div.slds-grid.slds-path__action.runtime_sales_pathassistantPathAssistantHeader', {}, [
      button &&
        h(
          'button.slds-button.slds-button--brand.slds-path__mark-complete',
          { key: button.text, type: 'button', on: { click: button.run } },
          button.text,
        ),
    ]),
  ]);
  return component('flexipage-aura-wrapper', {}, [
    h('div.runtime_sales_pathassistantPathAssistant', {}, [
      h('article', {}, h('div.slds-path', {}, h('div.runtime_sales_pathassistantCollapsibleDrawer', {}, track))),
    ]),
  ]);
}
