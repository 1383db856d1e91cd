export const record = `
.record { grid-area: main; display: grid; grid-template-columns: 340px minmax(0, 1fr) 320px; min-height: 0; }
.withoutLeft { grid-template-columns: 32px minmax(0, 1fr) 320px; }
.withoutRight { grid-template-columns: 340px minmax(0, 1fr) 32px; }
.withoutLeft.withoutRight { grid-template-columns: 32px minmax(0, 1fr) 32px; }
.column { position: relative; min-width: 0; overflow: auto; scrollbar-width: thin; }
.left { padding: 14px 24px 24px; background: var(--surface); border-inline-end: 1px solid var(--line); }
.middle { padding: 0 24px 24px; }
.right { padding: 16px 20px 24px; background: var(--surface); border-inline-start: 1px solid var(--line); }
.folded { padding: 0; overflow: hidden; }
.collapse {
  position: absolute; inset-block-start: 18px; z-index: 2; display: grid; place-items: center; width: 20px; height: 20px;
  border: 1px solid var(--edge); border-radius: 50%; background: var(--surface); color: var(--muted); opacity: 0;
}
.collapse:hover { background: var(--hover); }
.column:hover .collapse, .collapse:focus-visible, .folded .collapse { opacity: 1; }
.collapse { inset-inline-end: 4px; }
.folded .collapse { inset-inline: 0; margin-inline: auto; }
.mini {
  position: sticky; inset-block-start: -14px; z-index: 3; display: flex; align-items: center; gap: 8px; height: 44px;
  margin: -14px -24px 0; padding-inline: 24px; background: var(--surface); border-bottom: 1px solid var(--line); box-shadow: 0 2px 6px #0000000f;
}
.miniTitle { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 600; color: var(--heading); }
.avatar {
  display: grid; place-items: center; flex: none; width: 24px; height: 24px; border-radius: 50%;
  background: var(--hover); color: var(--muted); font-size: 12px; font-weight: 600;
}
.backRow { display: flex; align-items: center; justify-content: space-between; padding-inline-end: 4px; }
.back { display: inline-flex; align-items: center; gap: 2px; }
.highlight { padding-bottom: 16px; }
.title { margin-top: 14px; color: var(--heading); font-size: 20px; line-height: 26px; font-weight: 600; overflow-wrap: anywhere; }
.highlightLines { margin-top: 8px; font-size: 13px; line-height: 22px; }
.highlightLine { display: flex; align-items: baseline; gap: 4px; min-width: 0; }
.highlightLabel { flex: none; color: var(--muted); }
.highlightValue { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.stageButton { display: inline-flex; align-items: center; gap: 4px; max-width: 100%; }
.stageButton:hover { color: var(--link); }
.activityButtons { display: flex; gap: 14px; margin-top: 14px; }
.activityButton { display: grid; justify-items: center; gap: 4px; color: var(--muted); font-size: 11px; line-height: 14px; }
.activityIcon {
  display: grid; place-items: center; width: 34px; height: 34px; border: 1px solid var(--edge); border-radius: 50%;
  background: var(--sunk); color: var(--text);
}
.activityButton:hover .activityIcon { background: var(--hover); }
.tabs { display: flex; align-items: stretch; gap: 28px; height: 48px; border-bottom: 1px solid var(--line); }
.tab { display: inline-flex; align-items: center; color: var(--muted); font-weight: 600; }
.tab:hover { color: var(--text); }
.tab.selected { color: var(--text); box-shadow: inset 0 -3px var(--text); }
.notice { margin-top: 12px; padding: 8px 12px; border-radius: 4px; background: var(--tag); color: var(--tag-text); font-size: 13px; }
.box { margin-top: 16px; padding: 16px 20px; border: 1px solid var(--line); border-radius: 4px; background: var(--surface); }
.box h2 { margin-bottom: 12px; color: var(--heading); font-size: 15px; font-weight: 600; }
.dataHighlights { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 12px; text-align: center; }
.dataLabel { color: var(--muted); font-size: 11px; line-height: 16px; }
.dataValue { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.profileList { display: grid; grid-template-columns: 1fr 1fr; gap: 10px 20px; }
.profileItem { min-width: 0; overflow-wrap: anywhere; }
.recent { padding: 12px 0; border-top: 1px solid var(--rule); color: var(--muted); font-size: 13px; }
.recent:last-child { padding-bottom: 0; }
.recentHead { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; }
.recentHead strong { color: var(--text); font-weight: 600; }
.recentHead time { font-size: 12px; }
.recent p { display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; white-space: pre-line; }
.feed { padding-top: 16px; }
.feedTools { display: flex; align-items: center; justify-content: space-between; gap: 12px; }
.subTabs { display: flex; flex-wrap: wrap; gap: 20px; margin-top: 12px; border-bottom: 1px solid var(--line); }
.subTab { padding-bottom: 8px; color: var(--muted); font-size: 13px; font-weight: 600; }
.subTab.selected { color: var(--text); box-shadow: inset 0 -3px var(--text); }
.pinned { display: flex; gap: 8px; margin-top: 16px; color: var(--muted); font-size: 13px; }
.month { margin: 20px 0 8px; color: var(--heading); font-weight: 600; }
.timelineEvent {
  position: relative; display: flex; gap: 8px; margin-bottom: 10px; padding: 12px 16px;
  border: 1px solid var(--line); border-radius: 4px; background: var(--surface); font-size: 13px;
}
.timelineCard { flex: 1; min-width: 0; }
.timelineHead { display: flex; align-items: center; gap: 8px; color: var(--text); }
.timelineHead span { flex: 1; font-weight: 600; overflow-wrap: anywhere; }
.timelineHead time { flex: none; color: var(--muted); font-size: 12px; }
.timelineCard p { margin-top: 6px; color: var(--muted); white-space: pre-line; overflow-wrap: anywhere; }
.chicklet { margin-top: 10px; padding: 10px 12px; border: 1px solid var(--line); border-radius: 4px; font-size: 13px; line-height: 18px; }
.chickletHead { display: flex; justify-content: space-between; gap: 8px; }
.chickletTitle { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.chickletLine { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.onHover { opacity: 0; }
.chicklet:hover .onHover, .chicklet:focus-within .onHover, tr:hover .onHover, tr:focus-within .onHover { opacity: 1; }
.cardLink { display: inline-block; margin-top: 10px; }
.summary { margin-top: 8px; padding: 10px 12px; border-radius: 4px; background: var(--sunk); font-size: 13px; line-height: 18px; }
.summary p { display: -webkit-box; -webkit-line-clamp: 4; -webkit-box-orient: vertical; overflow: hidden; }
.summaryFoot { display: flex; align-items: center; gap: 6px; margin-top: 8px; color: var(--muted); font-size: 11px; line-height: 14px; }
.summaryFoot span { flex: 1; }
.upsideDown { transform: rotate(180deg); }
.right .card { margin: 0; padding: 12px 0; border-top: 0; border-bottom: 1px solid var(--line); }
.right .card:first-child { padding-top: 0; }
@media (max-width: 1180px) {
  .record { grid-template-columns: 300px minmax(0, 1fr) 260px; }
}
@media (max-width: 900px) {
  .record { grid-template-columns: 280px minmax(0, 1fr); }
  .right { display: none; }
}
`;
