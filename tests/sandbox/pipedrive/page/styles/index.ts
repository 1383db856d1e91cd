import { hashClasses } from '../classNames.ts';
import { BLOCK_GAP, BLOCK_HEAD, BODY_PADDING, GROUP_HEAD, HEADER, LOW_HEADER, ROW, TOP_BAR } from '../metrics.ts';
import { floating } from './floating.ts';
import { lists } from './lists.ts';
import { THEMES } from './themes.ts';

const base = `
.app,.app *,.backdrop *,.options *,.snackbar *{box-sizing:border-box}
.app,.backdrop,.options,.snackbar{font:14px/20px Inter,"Open Sans","Segoe UI",Roboto,"Helvetica Neue",Arial,
  sans-serif;color:var(--text)}
.app{position:fixed;inset:0;background:var(--page);overflow:hidden}
.app button,.dialog button,.snackbar button,.app input,.app textarea,.app select,.dialog input,
  .dialog textarea{font:inherit;color:inherit}
.app button,.dialog button,.snackbar button{background:none;border:0;padding:0;cursor:pointer}
.link{color:var(--blue);text-decoration:none}.link:hover{text-decoration:underline}
.button{height:32px;padding:0 14px !important;border-radius:4px;font-weight:600 !important;white-space:nowrap}
.plain{box-shadow:inset 0 0 0 1px var(--control)}
.primary{background:var(--blue) !important;color:var(--surface) !important}
.green{background:var(--green) !important;color:var(--greenText) !important}
.red{background:var(--red) !important;color:#fff !important}
.quiet{height:24px;padding:0 4px !important;font-weight:400 !important}
.iconButton{display:inline-grid;place-items:center;width:28px;height:28px;border-radius:4px;
  color:var(--text3) !important;flex:none}
.iconButton:hover{background:var(--hover) !important}
.faint{color:var(--text3);font-size:13px}
`;

const shell = `
.nav{position:absolute;inset:0 auto 0 0;width:56px;background:var(--rail);color:#8d91a3;display:flex;
  flex-direction:column;align-items:center;gap:24px;padding-top:14px}
.logo{width:28px;height:28px;border-radius:50%;background:var(--green)}
.navLink{color:inherit;line-height:0}
.topBar{position:absolute;inset:0 0 auto 56px;height:${TOP_BAR}px;background:var(--bar);color:var(--barText);
  display:flex;align-items:center;gap:12px;padding:0 20px}
.section{font-size:16px}
.topBar .iconButton{color:inherit !important}
.search{width:360px;height:34px;border-radius:17px;background:#ffffff1f;margin:0 auto;display:flex;align-items:center;
  gap:8px;padding:0 14px;font-size:13px;opacity:.8}
.avatar{width:26px;height:26px;border-radius:50%;background:#4b5064;color:#fff;display:grid;place-items:center;
  font-size:11px;font-weight:600;flex:none}
.account{width:30px;height:30px;background:#4b5064 !important;color:#fff !important;font-size:12px !important}
.missing{position:absolute;inset:${TOP_BAR}px 0 0 56px;display:grid;place-items:center}
`;

const record = `
.record{position:absolute;inset:${TOP_BAR}px 0 0 56px;display:flex;flex-direction:column}
.header{height:${HEADER}px;flex:none;padding:17px 24px 0;background:var(--surface);
  border-bottom:1px solid var(--line)}
.headerLow{height:${LOW_HEADER}px}
.headerLine{display:flex;align-items:center;gap:16px;height:34px}
.title{position:relative;flex:1;min-width:0}
.titleBox{margin:0;font-size:22px;line-height:32px;font-weight:600;white-space:nowrap;overflow:hidden;
  text-overflow:ellipsis}
.titleInput{display:block;width:100%;height:34px;line-height:30px !important;font:inherit;padding:1px 6px;
  margin:0 0 0 -7px;border:1px solid transparent;border-radius:4px;background:none;resize:none;overflow:hidden}
.titleInput:hover,.titleInput:focus{border-color:var(--control);outline:none}
.titleButtons{position:absolute;top:38px;left:0;display:flex;gap:8px;padding:8px;background:var(--surface);
  border:1px solid var(--line);border-radius:4px;z-index:3}
.viewers{font-size:12px;color:var(--text3);white-space:nowrap}
.owner{display:flex;align-items:center;gap:8px;font-size:13px;color:var(--text2);white-space:nowrap}
.actions{display:flex;align-items:center;gap:8px}
.badge{height:24px;line-height:24px;padding:0 10px;border-radius:12px;font-size:12px;font-weight:600}
.stages{display:flex;margin-top:14px;height:26px}
.stage{flex:1;min-width:0;height:26px;line-height:26px;font-size:12px !important;overflow:hidden;white-space:nowrap;
  text-overflow:ellipsis;text-align:center;background:var(--stage) !important;color:var(--stageText) !important;
  margin-left:-4px;padding:0 12px !important;
  clip-path:polygon(0 0,calc(100% - 8px) 0,100% 50%,calc(100% - 8px) 100%,0 100%,8px 50%)}
.stage:first-child{margin-left:0;clip-path:polygon(0 0,calc(100% - 8px) 0,100% 50%,calc(100% - 8px) 100%,0 100%)}
.stageDone{background:var(--green) !important;color:var(--greenText) !important}
.pipeline{margin-top:10px;font-size:12px;line-height:18px;color:var(--text3)}
.body{flex:1;min-height:0;display:grid;grid-template-columns:372px minmax(0,1fr);gap:16px;
  padding:${BODY_PADDING}px 16px 0}
.sidebar,.panelBody{min-height:0;height:100%}
`;

const sidebar = `
.scroller{height:100%;overflow-y:auto;overflow-x:hidden;outline:none;scrollbar-width:thin}
.item{padding-bottom:${BLOCK_GAP}px}
.block,.card{background:var(--surface);border:1px solid var(--line);border-radius:6px}
.skeleton{border-radius:6px;background:var(--surface);opacity:.5}
.blockHead{height:${BLOCK_HEAD}px;margin:0;padding:0 10px 0 16px;display:flex;align-items:center;
  justify-content:space-between;font-size:14px;line-height:${BLOCK_HEAD}px;font-weight:600}
.collapse{display:flex;align-items:center;gap:8px;font-weight:600 !important}
.clickable{cursor:pointer}
.blockFoot{height:8px}
.row{display:grid;grid-template-columns:124px minmax(0,1fr) 24px;align-items:center;height:${ROW}px;
  padding:0 12px 0 16px;position:relative}
.single{display:block;line-height:${ROW}px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.strong{font-weight:600}
.rowEditing{height:auto;min-height:${ROW}px;align-items:start;padding-top:6px;padding-bottom:6px;
  background:var(--hover)}
.label{grid-column:1;font-size:13px;color:var(--text3);text-align:right;padding-right:16px;overflow:hidden;
  white-space:nowrap;text-overflow:ellipsis}
.value{grid-column:2;min-width:0}
.clip{min-width:0;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.hint{position:absolute;left:6px;color:var(--blue)}
.phone{color:var(--blue) !important}
.pencil,.pencilPlace{grid-column:3;justify-self:end;opacity:0;color:var(--text3) !important;font-size:11px !important;
  line-height:14px}
.row:hover .pencil,.row:hover .pencilPlace,.pencil:focus-visible{opacity:1}
.groupHead{height:${GROUP_HEAD}px;padding:0 12px 0 16px;border-top:1px solid var(--line)}
.groupTitle{display:flex;justify-content:space-between;line-height:${GROUP_HEAD - 1}px;font-size:13px;font-weight:600}
.counter{font-size:12px;font-weight:400;color:var(--text3)}
.editor{grid-column:2/4;min-width:0}
.editorControls{display:flex;gap:4px}
.editorButtons{display:flex;justify-content:flex-end;gap:6px;margin-top:6px}
.input{flex:1;min-width:0;width:100%;height:30px;padding:0 8px;border:1px solid var(--control);border-radius:4px;
  background:var(--field);outline-color:var(--blue)}
.long{height:66px;padding:4px 8px}
.second{flex:0 0 84px}
.combobox{display:flex;align-items:center;flex:1;min-width:0;height:30px;padding-left:8px;
  border:1px solid var(--control);border-radius:4px;background:var(--field)}
.chosen{flex:1;min-width:0;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
`;

const column = `
.column{min-height:0;height:100%;overflow-y:auto;padding-bottom:16px}
.tabs{display:flex;align-items:center;gap:26px;height:46px;padding:0 16px}
.tab{font-weight:600 !important;color:var(--text3) !important}
.tabOn{color:var(--blue) !important}
.note{display:block;width:calc(100% - 32px);height:64px;margin:0 16px 16px;padding:10px 12px;
  border:1px solid var(--line);border-radius:4px;background:var(--field);resize:none}
.noteButtons{padding:0 16px 12px;text-align:right}
.focus{padding:10px 0}
.columnHead{margin:0 0 6px;font-size:14px;line-height:20px;font-weight:600}
.pills{display:flex;flex-wrap:wrap;gap:8px;padding:2px 0 12px}
.pill{height:28px;padding:0 12px !important;border-radius:14px;font-size:13px !important;
  color:var(--text2) !important;box-shadow:inset 0 0 0 1px var(--line)}
.pillOn{background:var(--pillOn) !important;color:var(--text) !important}
.entries{display:grid;gap:10px}
.entry{padding:12px 16px;font-size:13px;line-height:19px}
.entryBody{margin:4px 0 0;color:var(--text2);white-space:pre-line}
.changeLine{display:flex;gap:10px;align-items:baseline}
.changeLabel{font-weight:600}
.changeValue{max-width:40%;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
`;

/** The page's whole style sheet in one theme, with this load's class names. */
export function styleSheet(theme: 'light' | 'dark'): string {
  const css = `${base}${shell}${record}${sidebar}${column}${lists}${floating}`;
  return `:root{color-scheme:${theme};${THEMES[theme]}}${hashClasses(css)}`;
}
