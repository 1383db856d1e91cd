export const lists = `
.index { grid-area: main; display: flex; flex-direction: column; min-height: 0; padding: 16px 24px 0; overflow: auto; }
.indexHead { display: flex; align-items: center; justify-content: space-between; gap: 16px; }
.indexTitle { color: var(--heading); font-size: 22px; line-height: 28px; font-weight: 600; }
.index .tabs { flex: none; margin-top: 8px; }
.indexTools { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 12px 0; }
.switch { display: flex; border: 1px solid var(--edge); border-radius: 3px; overflow: hidden; background: var(--surface); }
.switchItem { display: inline-flex; align-items: center; gap: 6px; padding: 5px 12px; font-size: 12px; font-weight: 600; }
.switchItem.selected { background: var(--hover); }
.tableBox { flex: 0 1 auto; min-height: 0; border: 1px solid var(--line); background: var(--surface); overflow: hidden; }
.tableScroll { max-height: 100%; overflow: auto; scrollbar-width: thin; }
.table { width: 100%; table-layout: fixed; font-size: 13px; }
.table th {
  position: sticky; inset-block-start: 0; z-index: 1; width: 160px; padding: 8px 16px; background: var(--sunk); border-bottom: 1px solid var(--line);
  color: var(--muted); font-size: 11px; line-height: 16px; font-weight: 600; text-align: start; text-transform: uppercase;
}
.table th:first-child { width: 260px; }
.table td { height: 40px; padding: 0 16px; border-bottom: 1px solid var(--rule); }
.table tbody tr:hover { background: var(--sunk); }
.cell { display: flex; align-items: center; justify-content: space-between; gap: 8px; min-width: 0; }
.paginator { display: flex; align-items: center; justify-content: center; gap: 16px; flex: none; padding: 12px 0; color: var(--muted); font-size: 13px; }
.board { display: flex; flex: 1; gap: 12px; min-height: 320px; padding-bottom: 16px; overflow: auto; scrollbar-width: thin; }
.boardColumn { display: flex; flex-direction: column; flex: 0 0 232px; min-height: 0; border: 1px solid var(--line); background: var(--sunk); }
.boardHead {
  display: flex; align-items: center; justify-content: space-between; gap: 8px; padding: 10px 12px; border-bottom: 1px solid var(--line);
  background: var(--surface); font-size: 12px; font-weight: 600;
}
.countBadge { padding: 0 8px; border-radius: 10px; background: var(--hover); }
.boardItems { flex: 1; min-height: 0; padding: 8px; overflow: auto; scrollbar-width: thin; }
.boardCard { margin-bottom: 8px; padding: 10px 12px; border: 1px solid var(--line); border-radius: 3px; background: var(--surface); font-size: 12px; line-height: 18px; }
.boardTitle { margin-bottom: 4px; overflow-wrap: anywhere; }
.boardLine { display: flex; gap: 4px; min-width: 0; }
`;
