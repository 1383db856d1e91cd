import { TOP_BAR } from '../metrics.ts';

/** Lists, board, leads, and the panel beside them. */
export const lists = `
.listPage,.leads{position:absolute;inset:${TOP_BAR}px 0 0 56px;display:flex;flex-direction:column}
.listBar{display:flex;gap:8px;padding:12px 16px;background:var(--surface);border-bottom:1px solid var(--line)}
.grid{flex:1;min-height:0;overflow:auto;background:var(--surface)}
.table{border-collapse:collapse;width:100%}
.cell{height:36px;padding:0 12px;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap;
  max-width:240px;overflow:hidden;text-overflow:ellipsis}
.previewButton{font-size:12px !important;color:var(--text3) !important}
.board{flex:1;min-height:0;display:flex;gap:8px;padding:12px;overflow:auto}
.boardColumn{flex:1;min-width:180px}
.boardHead{display:flex;justify-content:space-between;padding:8px}
.boardCard{padding:10px 12px;margin-bottom:8px;display:grid;gap:2px}
.panel{position:absolute;inset:0 0 0 auto;width:460px;display:flex;flex-direction:column;background:var(--page);
  border-left:1px solid var(--line);box-shadow:-8px 0 24px #0002}
.panelBar{display:flex;justify-content:space-between;align-items:center;padding:8px 16px}
.panel .stage{font-size:11px !important;padding:0 8px !important}
.panelBody{flex:1;padding:12px}
.leads{flex-direction:row}
.leadList{flex:1;margin:0;padding:16px;list-style:none}
.lead{padding:8px 0;border-bottom:1px solid var(--line)}
.leadPanel{position:static;box-shadow:none}
`;
