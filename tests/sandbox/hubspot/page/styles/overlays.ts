export const overlays = `
.floating {
  position: fixed; z-index: 60; max-width: 320px; border: 1px solid var(--line); border-radius: 4px;
  background: var(--surface); box-shadow: var(--shadow);
}
.menu, .options { min-width: 160px; max-height: 280px; padding: 4px 0; overflow: auto; scrollbar-width: thin; }
.listbox { min-width: 220px; }
.listbox .listSearch { max-width: none; padding: 8px; border-bottom: 1px solid var(--line); }
.listbox .listSearch .icon { inset-block-start: 17px; inset-inline-end: 18px; }
.option {
  display: flex; align-items: center; justify-content: space-between; gap: 12px; width: 100%; padding: 6px 14px; font-size: 13px; cursor: pointer;
}
.option.active, .menu .option:hover, .menu .option:focus { background: var(--hover); outline: 0; }
.option[aria-selected="true"] { font-weight: 600; }
.nothing { padding: 8px 14px; color: var(--muted); font-size: 13px; }
.hoverCard { width: 264px; padding: 12px 14px; font-size: 13px; line-height: 20px; }
.hoverTitle { margin-bottom: 4px; color: var(--heading); font-weight: 600; }
.hoverLine { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.backdrop { position: fixed; inset: 0; z-index: 40; display: grid; place-items: center; background: #2d3e5099; }
.clear { place-items: stretch end; background: #2d3e5033; }
.modal, .panel { display: flex; flex-direction: column; background: var(--surface); box-shadow: var(--shadow); }
.modal { width: min(720px, calc(100vw - 48px)); max-height: calc(100vh - 96px); border-radius: 6px; overflow: hidden; }
.panel { width: min(600px, 100vw); height: 100vh; }
.dialogHead { display: flex; align-items: center; justify-content: space-between; gap: 16px; flex: none; padding: 14px 24px; background: var(--bar); color: #fff; }
.dialogHead h2 { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 16px; line-height: 24px; font-weight: 600; }
.dialogHead .iconButton { color: #fff; }
.dialogHead .iconButton:hover { background: #ffffff26; }
.dialogBody { flex: 1; min-height: 0; padding: 0 24px 24px; overflow: auto; scrollbar-width: thin; }
.dialogFoot { flex: none; padding: 12px 24px; border-top: 1px solid var(--line); }
.panelTools {
  position: sticky; inset-block-start: 0; z-index: 2; display: flex; align-items: center; justify-content: space-between; gap: 16px;
  margin: 0 -24px; padding: 12px 24px; border-bottom: 1px solid var(--line); background: var(--surface);
}
.group { padding: 14px 0 10px; border-bottom: 1px solid var(--line); }
.panelSlot { min-height: 64px; }
.panelRow { position: relative; padding: 8px 0 6px; }
.panelControl { display: flex; align-items: center; gap: 6px; min-height: 32px; margin-top: 3px; overflow-wrap: anywhere; }
.panelControl > div { flex: 1; min-width: 0; }
.panelRow .hoverButtons { inset-block-start: 7px; inset-inline-end: 0; }
.historyTable { width: 100%; margin-top: 16px; font-size: 13px; }
.historyTable th { padding: 6px 8px; border-bottom: 1px solid var(--edge); color: var(--muted); font-size: 12px; font-weight: 600; text-align: start; }
.historyTable td { padding: 8px; border-bottom: 1px solid var(--rule); vertical-align: top; }
.historyValue { max-width: 260px; overflow-wrap: anywhere; }
.frame { display: block; width: 100%; height: 100%; border: 0; }
.dialogBody > .frame { width: calc(100% + 48px); height: calc(100% + 24px); margin-inline: -24px; }
body:has(> .frame) { height: 100vh; background: var(--surface); }
.creator { display: grid; gap: 14px; padding: 20px 24px 32px; background: var(--surface); min-height: 100vh; align-content: start; }
.creator .label { max-width: none; margin-bottom: 3px; font-weight: 600; }
.formButtons { display: flex; gap: 8px; margin-top: 8px; }
`;
