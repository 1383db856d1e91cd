/** The bar under a form being edited, with what is wrong with it (facts §1.7). */
import type { Form } from '../form.ts';
import type { Page } from '../page.ts';
import { component, h, type VNode, wrap } from '../vnode.ts';
import { buttonIcon } from './icons.ts';

export interface FormActions {
  save(): void;
  cancel(): void;
  saveAndNew?(): void;
}

function action(name: string, text: string, brand: boolean, run: () => void, disabled: boolean): VNode {
  const look = brand ? 'slds-button_brand' : 'slds-button_neutral';
  const button = h('button.slds-button', { class: look, type: 'button', name, disabled, on: { click: run } }, text);
  return h(
    'li.visible',
    { key: name },
    component(
      'runtime_platform_actions-action-renderer',
      { apiname: name, title: text },
      component(
        'runtime_platform_actions-executor-lwc-headless',
        {},
        h('slot', {}, h('slot', {}, component('lightning-button', {}, button))),
      ),
    ),
  );
}

function errors(page: Page, form: Form, labelOf: (name: string) => string): VNode {
  return component(
    'records-record-edit-error',
    {},
    h('div.panel-content.genericNotification', { role: 'dialog', 'aria-label': page.t('weHitASnag') }, [
      h('h2.slds-truncate', { title: page.t('weHitASnag') }, page.t('weHitASnag')),
      h('div.container', {}, [
        h('div.pageLevelErrors', {}, h('ul.errorsList.slds-list_dotted', {}, h('li', {}, form.message ?? ''))),
        form.errors.size > 0 &&
          h('div.fieldLevelErrors', {}, [
            h('strong', {}, page.t('reviewFields')),
            h(
              'ul.errorsList.slds-list_dotted',
              {},
              [...form.errors.keys()].map((name) =>
                h('li', { key: name }, h('a', { href: 'javascript:void(0)' }, labelOf(name))),
              ),
            ),
          ]),
      ]),
      buttonIcon('close', page.t('close'), {}),
    ]),
  );
}

/** Cancel and Save, docked at the bottom. */
export function formFooter(page: Page, form: Form, actions: FormActions, labelOf: (name: string) => string): VNode {
  const { save, cancel, saveAndNew } = actions;
  return component(
    'records-form-footer',
    {},
    h('div.footer-full-width.forceModalActionContainer.slds-docked-form-footer', {}, [
      form.message !== null && errors(page, form, labelOf),
      wrap(
        'runtime_platform_actions-actions-ribbon',
        {},
        h('ul.slds-button-group-list', {}, [
          action('CancelEdit', page.t('cancel'), false, cancel, form.saving),
          saveAndNew && action('SaveAndNew', page.t('saveAndNew'), false, saveAndNew, form.saving),
          action('SaveEdit', page.t('save'), true, save, form.saving),
        ]),
      ),
    ]),
  );
}
