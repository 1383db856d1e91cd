/** The page's look: Lightning's colours, sizes and shapes in rules of our own. */
const LIGHT = `--canvas:#f3f3f3;--band:#1b5f9e;--card:#fff;--raised:#fff;--line:#e5e5e5;--border:#c9c9c9;--text:#181818;--weak:#444;
--label:#444;--link:#0b5cab;--brand:#0176d3;--brand-dark:#014486;--shade:#f3f3f3;--hover:#f3f3f3;--dirty:#faffbd;--error:#ba0517;
--success:#2e844a;--done:#3ba755;--ahead:#e5e5e5;--field:#fff;--bar:#fff;`;
const DARK = `--canvas:#16191d;--band:#0b2a47;--card:#1f2328;--raised:#272c33;--line:#363c44;--border:#565d66;--text:#eef1f4;--weak:#b3bac3;
--label:#aab2bb;--link:#78b0fd;--brand:#1b96ff;--brand-dark:#aacbff;--shade:#2a2f36;--hover:#2a2f36;--dirty:#4b4717;--error:#fe8f7d;
--success:#3ba755;--done:#2e844a;--ahead:#39414a;--field:#16191d;--bar:#1f2328;`;

const BASE = `
*{box-sizing:border-box}
html,body{margin:0;height:100%;background:var(--canvas)}
body{font:13px/1.5 "Salesforce Sans",-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;color:var(--text)}
slot{display:contents}
h1,h2,h3,p,ul,dl,dd,dt,fieldset,legend{margin:0;padding:0;border:0;font-size:inherit;font-weight:inherit;list-style:none}
a{color:var(--link);text-decoration:none}
a:hover{text-decoration:underline}
button{font:inherit;color:inherit}
svg{width:12px;height:12px;fill:currentColor;flex:none}
[hidden]{display:none !important}
.slds-assistive-text{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip:rect(0 0 0 0);white-space:nowrap;text-transform:none}
.slds-truncate{max-width:100%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.slds-grid{display:flex}
.slds-grow{flex:1 1 auto;min-width:0}
.slds-size_1-of-1{width:100%}
.slds-show{display:block}
.slds-hide{display:none}
.slds-media{display:flex;align-items:center;gap:10px}
.slds-media__body{flex:1;min-width:0}
.slds-card{background:var(--card);border:1px solid var(--border);border-radius:8px;margin-bottom:12px;overflow:hidden}
.slds-card__header{padding:12px 16px 8px;font-size:16px;font-weight:700}
.slds-card__footer{display:block;border-top:1px solid var(--line);padding:8px;text-align:center;font-size:13px}
.slds-text-title{font-size:12px;color:var(--label)}
.slds-button{background:none;border:1px solid transparent;border-radius:4px;cursor:pointer;padding:0;line-height:30px}
.slds-button_neutral{background:var(--raised);border-color:var(--border);color:var(--link);padding:0 16px}
.slds-button_brand,.slds-button--brand{background:var(--brand);border-color:var(--brand);color:#fff;padding:0 16px}
.slds-button_brand:hover,.slds-button--brand:hover{background:#014486}
.slds-button_icon-bare{color:#747474;line-height:1;padding:2px}
.slds-button:disabled{opacity:.5;cursor:default}
.slds-button-group-list{display:flex;gap:0}
.slds-button-group-list .slds-button{border-radius:0;margin-inline-start:-1px;background:var(--raised)}
.slds-input,.slds-textarea,.slds-select,.slds-input_faux{width:100%;min-height:32px;padding:0 12px;border:1px solid #747474;border-radius:4px;background:var(--field);color:var(--text);font:inherit;text-align:start}
.slds-textarea{padding:6px 12px}
.slds-input:focus,.slds-textarea:focus,.slds-input_faux:focus{outline:none;border-color:var(--brand);box-shadow:0 0 3px var(--brand)}
.slds-has-error .slds-input,.slds-has-error .slds-textarea,.slds-has-error .slds-input_faux{border-color:var(--error);box-shadow:inset 0 0 0 1px var(--error)}
.slds-form-element__help{font-size:12px;color:var(--weak);padding-top:2px}
.slds-has-error .slds-form-element__help,.slds-form-element__help[role=alert]{color:var(--error)}
.slds-required{color:var(--error);text-decoration:none;margin-inline-end:2px}
`;

const SHELL = `
.desktop-app{min-height:100%;display:flex;flex-direction:column}
.slds-global-header_container{background:var(--bar);position:sticky;top:0;z-index:20}
.slds-global-header{display:flex;align-items:center;justify-content:space-between;height:50px;padding:0 16px}
.slds-global-header__logo{font-size:28px;color:var(--brand);line-height:1}
.search-button{width:420px;border-color:var(--border);text-align:start;padding:0 32px;color:var(--weak);line-height:30px}
.slds-global-actions{display:flex;gap:12px;align-items:center;color:var(--weak)}
.slds-global-actions svg{width:18px;height:18px}
.branding-userProfile-button{width:28px;height:28px;border-radius:50%;background:var(--brand);color:#fff;line-height:26px}
.slds-context-bar{display:flex;height:40px;background:var(--bar);border-bottom:3px solid var(--brand);padding:0 16px;position:sticky;top:50px;z-index:19}
.slds-context-bar__primary{display:flex;align-items:center;gap:10px;margin-inline-end:20px}
.waffle svg{width:18px;height:18px}
.appName{font-size:18px}
.slds-context-bar__item{display:flex;align-items:stretch;position:relative}
.slds-context-bar__label-action{display:flex;align-items:center;padding:0 12px;color:var(--text);height:37px;max-width:200px}
.slds-context-bar__item.slds-is-active{background:color-mix(in srgb,var(--brand) 12%,transparent);box-shadow:inset 0 3px 0 var(--brand)}
.navexStandardManager{flex:1;background:linear-gradient(var(--band) 0,color-mix(in srgb,var(--band) 60%,var(--canvas)) 90px,var(--canvas) 220px)}
.oneContent{padding:12px}
.gone{padding:60px;text-align:center;font-size:16px;background:var(--card);border-radius:8px}
.oneConsole{flex:1;display:flex;background:linear-gradient(var(--band) 0,color-mix(in srgb,var(--band) 60%,var(--canvas)) 90px,var(--canvas) 220px)}
.navexWorkspaceManager{flex:1;min-width:0;display:flex;flex-direction:column}
.tabBarItems{display:flex;background:var(--bar);border-bottom:1px solid var(--border)}
.tabBarItems.subtabs{margin:0;background:var(--raised)}
.split-container{display:flex;flex:1;min-height:0}
.split-left{flex:0 0 280px;background:var(--card);border-inline-end:1px solid var(--border);overflow:auto}
.split-right{flex:1;min-width:0}
`;

const RECORD = `
one-record-home-flexipage2,records-lwc-highlights-panel,records-lwc-record-layout,records-highlights2,records-lwc-detail-panel,
records-base-record-form,records-record-layout-block,records-record-layout-section,flexipage-component2,flexipage-tabset2,
lightning-tabset,lightning-tab-bar,flexipage-tab2,flexipage-field-section2,laf-progressive-container,flexipage-field,
flexipage-aura-wrapper,force-highlights-stencil-desktop,lst-related-list-container,lst-related-list-single-container,
lst-related-list-single-app-builder-mapper,lst-related-list-view-manager,lst-common-list-internal,lst-list-view-manager,
records-form-footer,flexipage-record-home-template-desktop2,flexipage-record-home-with-subheader-template-desktop2,records-record-layout-event-broker,
record_flexipage-desktop-record-page-decorator,runtime_platform_actions-actions-ribbon,records-modal-lwc-detail-panel-wrapper,
.forcegenerated-record-layout2,.forcegenerated-flexipage-module{display:block}
.record-template{display:grid;grid-template-columns:minmax(0,2fr) minmax(260px,1fr);gap:12px;align-items:start}
.region-header{grid-column:1/-1}
.highlights,.slds-page-header{background:var(--card);border:1px solid var(--border);border-radius:8px;padding:12px 16px}
.primaryFieldRow{justify-content:space-between;align-items:center;gap:12px}
.primaryFieldRow .slds-media{flex:1;min-width:0}
.highlights-icon-container{width:32px;height:32px;border-radius:6px;background:#ff5d2d;color:#fff;font-weight:700;text-align:center;line-height:32px}
.entity-account .highlights-icon-container{background:#5867e8}
.entity-contact .highlights-icon-container{background:#9602c7}
.entity-lead .highlights-icon-container{background:#ff538a}
.entity-case .highlights-icon-container{background:#f2cf5b}
.entityNameTitle{font-size:13px;line-height:1.2;color:var(--weak)}
.slds-page-header__title{display:block;font-size:18px;font-weight:700;line-height:1.25}
.slds-page-header__title lightning-formatted-text,.slds-page-header__title lightning-formatted-name{font-size:18px;font-weight:700;line-height:1.25}
.slds-page-header__detail-row{display:flex;margin:12px -16px -12px;padding:12px 16px;background:var(--shade);border-radius:0 0 8px 8px}
.secondaryFields{display:block}
.secondaryFields>slot{display:flex}
.slds-page-header__detail-block{display:block;max-width:232px;min-width:0;padding-inline-end:32px}
.fieldComponent{display:block;max-width:200px;min-height:20px;overflow:hidden}
.region-main>*,.region-main flexipage-component2,.region-sidebar-right flexipage-component2{display:block;margin-bottom:12px}
.slds-tabs_default{background:var(--card);border:1px solid var(--border);border-radius:8px}
.slds-tabs_default__nav{display:flex;border-bottom:1px solid var(--border);padding:0 12px}
.slds-tabs_default__link{display:block;padding:0 12px;line-height:40px;color:var(--weak);font-size:14px}
.slds-tabs_default__item.slds-is-active{box-shadow:inset 0 -3px 0 var(--brand)}
.slds-tabs_default__item.slds-is-active .slds-tabs_default__link{color:var(--text);font-weight:700}
.slds-tabs_default__content{padding:12px 16px}
.slds-tabs_default__content.slds-show{display:block}
.slds-tabs_default__content.slds-hide{display:none}
.slds-section__title{font-size:16px;background:var(--shade);border-radius:4px;padding:2px 8px;margin-bottom:8px}
.slds-section__title-action{display:flex;align-items:center;gap:8px;width:100%;font-size:16px;line-height:30px;text-align:start}
.slds-form__row{display:flex;gap:24px;align-items:flex-start}
.slds-form__item{flex:1 1 0;min-width:0;display:block}
.flexipage-column{flex:1 1 0;min-width:0;display:block}
.slds-form-element{position:relative;width:100%;padding:4px 4px 2px;border-bottom:1px solid var(--line);margin-bottom:4px;min-height:48px}
.slds-form-element__label{display:flex;gap:4px;align-items:center;font-size:12px;color:var(--label);line-height:1.5;padding:0}
.slds-form-element__control{display:flex;align-items:flex-start;position:relative;width:100%;min-width:0}
.slds-form-element__control.slds-grow{display:block}
.slds-form-element__static{flex:1 1 auto;min-width:0;min-height:22px;padding:2px 0;overflow-wrap:break-word;white-space:pre-wrap}
.slds-form-element_horizontal{display:flex;gap:8px;min-height:34px}
.slds-form-element_horizontal>.slds-form-element__label{flex:0 0 33%;align-items:flex-start;padding-top:4px}
.slds-form-element_horizontal>.slds-form-element__control{flex:1 1 auto}
.label-inline{align-items:flex-start}
dl{width:100%}
dt{display:flex}
dd.slds-form-element__control>div{flex:1;min-width:0;display:flex}
.inline-edit-trigger{opacity:.55;flex:none;margin-inline-start:4px}
.slds-hint-parent:hover .inline-edit-trigger{opacity:1}
.inline-edit-dirty{background:var(--dirty)}
.recordlayout_in_editing_mode{display:flex;gap:4px;border-bottom-color:transparent;min-height:58px}
.recordlayout_in_editing_mode>.slds-form-element__control{display:block}
.inline-edit-undo{align-self:center}
force-lookup,force-owner-lookup,records-hoverable-link,lightning-formatted-address,lightning-formatted-rich-text{display:block;min-width:0}
records-hoverable-link .slds-grid{align-items:center}
.slds-hidden-button{opacity:0}
records-hoverable-link:hover .slds-hidden-button,.slds-hidden-button:focus-within{opacity:1}
records-modstamp{display:flex;flex-wrap:wrap;white-space:pre}
.slds-checkbox input{margin:4px 0;width:16px;height:16px}
.slds-checkbox__label{display:inline}
.slds-form-element_compound{width:100%}
.slds-form-element_compound>*{display:block;margin-bottom:6px}
lightning-input,lightning-textarea,lightning-picklist,lightning-combobox,lightning-primitive-input-simple,lightning-datepicker,
records-record-layout-base-input,records-record-picklist,records-form-picklist,records-record-layout-lookup,lightning-lookup,
lightning-lookup-desktop,lightning-grouped-combobox,lightning-base-combobox,records-record-layout-text-area,
records-record-layout-input-name,records-record-layout-input-address,lightning-input-address,sfa-input-stage-name,
sfa-input-forecast-category,lightning-dual-listbox{display:block;width:100%}
.test-id__field-value lightning-input{width:auto}
.slds-combobox_container{position:relative;width:100%}
.slds-combobox__form-element{position:relative;display:flex;align-items:center}
.slds-input_faux{display:flex;align-items:center;justify-content:space-between}
.slds-dropdown{position:absolute;top:100%;inset-inline:0;z-index:30;max-height:220px;overflow:auto;background:var(--raised);border:1px solid var(--border);border-radius:4px;box-shadow:0 2px 6px #0003;padding:4px 0}
.slds-listbox__option{display:flex;gap:8px;padding:6px 12px;cursor:pointer}
.slds-listbox__option:hover,.slds-listbox__option[aria-selected=true]{background:var(--hover)}
.slds-media__figure{width:14px}
.multi{border:1px solid var(--border);border-radius:4px;max-height:120px;overflow:auto;width:100%}
.clear{position:absolute;inset-inline-end:6px}
.helptext{vertical-align:middle}
lightning-ai-form-control{flex:none;color:#7526e3;padding-top:4px}
.slds-docked-form-footer{position:fixed;bottom:0;inset-inline:0;z-index:25;background:var(--shade);border-top:1px solid var(--border);padding:10px;display:flex;justify-content:center;gap:12px;align-items:center}
.slds-docked-form-footer .slds-button{border-radius:4px;margin-inline-start:8px}
.slds-docked-form-footer .slds-button_brand{background:var(--brand)}
.genericNotification{position:absolute;bottom:56px;background:var(--raised);border:1px solid var(--border);border-radius:6px;box-shadow:0 2px 8px #0003;min-width:320px;padding:0 16px 12px}
.genericNotification h2{background:var(--error);color:#fff;margin:0 -16px 8px;padding:6px 16px;border-radius:6px 6px 0 0;font-size:14px}
.errorsList li{margin-inline-start:16px;list-style:disc}
.parent-card{padding:0 16px 8px}
.parent-card .slds-card__header{padding-inline:0}
.activity{padding-bottom:12px}
.activity p,.activity h3{padding:4px 16px}
.related-tile{padding:8px 16px;border-top:1px solid var(--line)}
.slds-list_horizontal{display:flex;gap:8px;font-size:12px}
.slds-item_label{flex:0 0 40%;color:var(--weak)}
.slds-item_detail{margin:0}
`;

const PATH = `
.slds-path{background:var(--card);border:1px solid var(--border);border-radius:8px;padding:10px 16px}
.slds-path__track{display:flex;gap:12px;align-items:center}
.slds-path__scroller-container{flex:1;min-width:0}
.slds-path__nav{display:flex;gap:3px}
.slds-path__item{flex:1 1 0;min-width:0;height:32px;background:var(--ahead);text-align:center}
.slds-path__item:first-child{border-start-start-radius:16px;border-end-start-radius:16px}
.slds-path__item:last-child{border-start-end-radius:16px;border-end-end-radius:16px}
.slds-path__link{display:flex;align-items:center;justify-content:center;height:32px;padding:0 8px;color:var(--text);gap:4px;font-size:12px}
.slds-path__title{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.slds-path__item.slds-is-complete{background:var(--done)}
.slds-path__item.slds-is-complete .slds-path__link{color:#fff}
.slds-path__item.slds-is-current{background:var(--card);box-shadow:inset 0 0 0 2px var(--brand-dark)}
.slds-path__item.slds-is-active{background:#014486}
.slds-path__item.slds-is-active .slds-path__link{color:#fff}
.slds-path__item.slds-is-won{background:var(--success)}
.slds-path__item.slds-is-lost{background:var(--error)}
.slds-path__mark-complete{border-radius:16px;white-space:nowrap}
`;

const OVERLAYS = `
.slds-modal{position:fixed;inset:0;z-index:40;display:flex;align-items:flex-start;justify-content:center;padding:40px 16px;overflow:auto}
.slds-modal__container{position:relative;z-index:41;width:min(820px,100%);background:var(--card);border-radius:8px;box-shadow:0 4px 18px #0006}
.slds-modal__header{padding:16px;border-bottom:1px solid var(--border);text-align:center}
.slds-modal__title{font-size:20px}
.slds-modal__content{padding:16px;min-height:80px}
.slds-modal__footer{padding:12px 16px;border-top:1px solid var(--border);background:var(--shade);text-align:end;border-radius:0 0 8px 8px}
.slds-modal__close{position:absolute;inset-inline-end:12px;top:-24px;color:#fff}
.slds-modal .slds-docked-form-footer{position:static;margin:12px -16px -16px;border-radius:0 0 8px 8px}
.slds-backdrop{position:fixed;inset:0;z-index:39;background:#08070799}
.forceHoverPanel{position:fixed;z-index:35;width:340px}
.slds-popover{background:var(--raised);border:1px solid var(--border);border-radius:8px;box-shadow:0 2px 10px #0004;padding:12px 16px}
.slds-popover__header{font-size:16px;padding-bottom:8px}
.forceToastManager{position:fixed;top:60px;inset-inline:0;z-index:50;pointer-events:none}
.slds-notify{margin:4px auto;width:max-content;max-width:80%;padding:10px 16px;border-radius:6px;color:#fff;background:#5c5c5c;pointer-events:auto;display:flex;gap:16px;align-items:center}
.slds-theme--success{background:#2e844a}
.slds-theme--error{background:#ba0517}
.toastClose{font-size:18px;line-height:1}
.stencil{min-height:96px}
.stencil-bar{height:14px;margin:8px 0;border-radius:7px;background:var(--line);width:55%}
.stencil-bar.short{width:30%}
.slds-spinner_container{display:block;padding:40px;text-align:center}
.slds-spinner{width:24px;height:24px;margin:auto;border:3px solid var(--line);border-top-color:var(--brand);border-radius:50%}
.list-header{display:flex;justify-content:space-between;align-items:center}
.list-count{padding:6px 16px;color:var(--weak)}
.slds-table{width:100%;border-collapse:collapse;background:var(--card)}
.slds-table th,.slds-table td{text-align:start;padding:6px 12px;border-bottom:1px solid var(--line);font-weight:400}
.slds-table thead th{color:var(--weak);font-weight:700;background:var(--shade)}
.split-left .slds-table td{display:none}
.split-left thead th:not(:first-child){display:none}
.split-left .list-header{border-radius:0;border-width:0 0 1px}
@media (max-width:900px){.record-template{grid-template-columns:minmax(0,1fr)}.search-button{width:180px}}
`;

/** The page's whole style sheet in one theme. */
export function styleSheet(theme: 'light' | 'dark'): string {
  const colours = theme === 'dark' ? DARK : LIGHT;
  return `:root{color-scheme:${theme};${colours}}${BASE}${SHELL}${RECORD}${PATH}${OVERLAYS}`;
}
