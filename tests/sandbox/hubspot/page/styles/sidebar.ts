export const sidebar = `
.card { margin: 0 -24px; padding: 12px 24px 4px; border-top: 1px solid var(--line); }
.skeleton { padding-bottom: 16px; }
.cardHead { display: flex; align-items: center; justify-content: space-between; gap: 8px; }
.cardToggle { display: flex; align-items: center; gap: 6px; color: var(--heading); font-weight: 600; }
.rows { display: block; padding-top: 4px; }
.row { display: block; }
.rowRoot { position: relative; margin: 0 -8px; padding: 6px 8px 7px; border-radius: 4px; }
.rowRoot.pressable, .valueBox.pressable { cursor: pointer; }
.rowRoot:hover { background: var(--sunk); }
.rowRoot.pressable:hover .valueBox { text-decoration: underline dotted var(--edge); text-underline-offset: 3px; }
.editing, .editing:hover { background: none; }
.label { display: block; max-width: calc(100% - 96px); color: var(--muted); font-size: 12px; line-height: 16px; cursor: inherit; }
.readOnly .label { max-width: 100%; }
.valueBox {
  min-height: 22px; padding-top: 2px; line-height: 20px; overflow-wrap: anywhere; white-space: pre-line;
  display: -webkit-box; -webkit-line-clamp: 6; -webkit-box-orient: vertical; overflow: hidden;
}
.editing .valueBox { display: block; overflow: visible; }
.value { min-width: 0; }
.caret { display: inline-block; margin-inline-start: 4px; color: var(--muted); vertical-align: -1px; }
.hoverButtons { position: absolute; inset-block-start: 5px; inset-inline-end: 8px; display: inline-flex; gap: 4px; opacity: 0; }
.rowRoot:hover .hoverButtons, .rowRoot:focus-within .hoverButtons, .legacyRow:hover .hoverButtons, .legacyRow:focus-within .hoverButtons,
.panelRow:hover .hoverButtons, .panelRow:focus-within .hoverButtons, .hoverButtons:has([aria-expanded="true"]) { opacity: 1; }
.hoverButton {
  flex: none; padding: 0 6px; border: 1px solid var(--edge); border-radius: 3px; background: var(--surface);
  color: var(--text); font-size: 11px; line-height: 14px;
}
.hoverButton:hover { background: var(--hover); }
.help { margin-top: 2px; color: var(--muted); font-size: 11px; line-height: 14px; }
.viewAll { margin: 8px 0 12px; }
.saveBar {
  position: sticky; inset-block-end: -24px; z-index: 3; display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 8px -24px -4px; padding: 12px 24px;
  border-top: 1px solid var(--line); background: var(--surface); box-shadow: 0 -4px 12px #0000000f;
}
.saveBar p { flex: 1 0 100%; color: var(--muted); font-size: 12px; line-height: 16px; overflow-wrap: anywhere; }
.legacyRow { position: relative; padding: 6px 0 8px; }
.legacyRow .label { margin-bottom: 3px; }
`;
